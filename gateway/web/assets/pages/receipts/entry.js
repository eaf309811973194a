import { trouble } from "../../components/trouble.js";
import { h } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { shown } from "../../lib/time.js";

/**
 * The member's entry in a draw, and what proves that it takes part.
 * @param {import("../../lib/api.js").Api} api
 * @param {string} id of the release
 */
export function entryView(api, id) {
  const body = h("div", { class: "stack" }, h("div", { class: "skeleton", role: "status" }));
  const heading = h("h1", { tabindex: "-1" }, t("entry.heading"));
  const place = encodeURIComponent(id);

  async function load() {
    try {
      const [entry, draw] = await Promise.all([
        api.get(`/v1/me/releases/${place}/entry`),
        api.get(`/v1/releases/${place}/draw`),
      ]);
      body.replaceChildren(...content(entry, draw, place));
    } catch (error) {
      const problem = /** @type {import("../../lib/problem.js").Problem} */ (error);
      body.replaceChildren(trouble(problem, load));
    }
  }
  load();
  const back = h("a", { href: "#/list" }, t("entry.back"));
  return {
    title: t("entry.heading"),
    element: h("section", { class: "stack narrow" }, back, heading, body),
    stop: () => {},
  };
}

/** @param {any} entry @param {any} draw @param {string} place */
function content(entry, draw, place) {
  const rows = [
    [t("entry.state"), t(`draw.state.${draw.state}`)],
    [t("draw.source"), draw.source],
    [t("draw.fallback"), draw.fallback],
    [t("draw.frozen_at"), draw.frozen_at && shown(draw.frozen_at, "exact")],
    [t("draw.entries"), draw.entries],
    [t("draw.root"), code(draw.root)],
    [t("draw.value"), code(draw.value)],
    [t("entry.commitment"), code(entry.commitment)],
    [t("entry.salt"), code(entry.salt)],
    [t("entry.index"), entry.index !== null && entry.index + 1],
    [t("entry.rank"), entry.rank],
    [t("entry.fate"), entry.fate && t(`entry.fate.${entry.fate}`)],
  ].filter(([, is]) => is !== null && is !== false);
  return [
    h("h2", null, draw.title),
    h("p", null, t("entry.about")),
    h(
      "dl",
      { class: "card facts", "data-testid": "entry" },
      ...rows.flatMap(([term, is]) => [h("dt", null, term), h("dd", null, is)]),
    ),
    h("p", null, t("entry.check")),
    h(
      "div",
      { class: "row" },
      h(
        "button",
        {
          type: "button",
          class: "button",
          "data-testid": "save-entry",
          onclick: () => save(entry),
        },
        t("entry.save"),
      ),
      draw.state === "drawn" &&
        h(
          "a",
          {
            class: "button",
            href: `/v1/releases/${place}/draw/proof.json`,
            download: "proof.json",
            "data-testid": "proof",
          },
          t("draw.proof"),
        ),
    ),
    h("p", { class: "code" }, "unionhall verify-draw proof.json --entry my-entry.json"),
  ];
}

/** @param {string | null} value */
const code = (value) => value && h("span", { class: "code wrap" }, value);

/** @param {any} entry */
function save(entry) {
  const file = new Blob([JSON.stringify(entry, null, 1)], { type: "application/json" });
  const address = URL.createObjectURL(file);
  h("a", { href: address, download: "my-entry.json" }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
