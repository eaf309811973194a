import { form } from "../../components/form.js";
import { trouble } from "../../components/trouble.js";
import { field } from "../../components/uh-field.js";
import { h } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { shown } from "../../lib/time.js";

/**
 * @typedef {object} Draw
 * @property {string} release_id
 * @property {string} title
 * @property {"announced" | "frozen" | "drawing" | "drawn" | "cancelled"} state
 * @property {string} source
 * @property {string} fallback
 * @property {string | null} due_at
 * @property {string | null} entries_until
 * @property {string | null} frozen_at
 * @property {string | null} root
 * @property {number | null} entries
 * @property {number | null} left_out
 * @property {string | null} proposed_at
 * @property {boolean} proposed_by_me
 * @property {string | null} value
 * @property {string} fallback_reason
 * @property {number | null} won
 * @property {number | null} waiting
 * @property {number | null} lost
 */

/**
 * A release's draw for officers: where it stands, the value of two officers, the proof.
 * @param {import("../staff/page.js").StaffPage} page
 * @param {string} id of the release
 */
export function drawPanel(page, id) {
  const place = `/v1/releases/${encodeURIComponent(id)}/draw`;
  const body = h("div", { class: "stack" }, h("div", { class: "skeleton", role: "status" }));
  const element = h("section", { class: "card stack", "data-testid": "draw" }, body);

  async function load() {
    try {
      draw(await page.api.get(place));
    } catch (error) {
      const problem = /** @type {import("../../lib/problem.js").Problem} */ (error);
      body.replaceChildren(trouble(problem, load));
    }
  }

  /** @param {Draw} told */
  function draw(told) {
    element.setAttribute("data-state", told.state);
    body.replaceChildren(
      h("h2", { tabindex: "-1" }, t("draw.heading", { title: told.title })),
      facts(told),
      ...(told.state === "frozen" ? [waiting(told), valueForm(told)] : []),
      ...(told.state === "drawn" ? [proof(place)] : []),
      h("button", { type: "button", class: "button", onclick: load }, t("draw.refresh")),
    );
  }

  /** @param {Draw} told */
  function valueForm(told) {
    return form({
      fields: [
        field(
          t("draw.value"),
          h("input", { name: "value", required: true, maxlength: 300, "data-testid": "value" }),
          t("draw.value_hint", { source: told.source }),
        ),
        h(
          "label",
          { class: "choice" },
          h("input", { type: "checkbox", name: "fallback", "data-testid": "fallback" }),
          t("draw.use_fallback"),
        ),
        field(
          t("draw.reason"),
          h("input", { name: "reason", maxlength: 500, "data-testid": "reason" }),
          t("draw.reason_hint"),
        ),
      ],
      action: t("draw.enter"),
      testid: "enter-value",
      submit: async (values) => {
        const said = {
          value: String(values.get("value")),
          fallback: values.has("fallback"),
          reason: String(values.get("reason")),
        };
        try {
          const after = await page.api.post(`${place}/values`, said);
          draw(after);
          page.toast.show(t(after.value ? "draw.confirmed" : "draw.entered"), { kind: "good" });
        } catch (error) {
          const problem = /** @type {import("../../lib/problem.js").Problem} */ (error);
          if (problem.code !== "draw_value_differs") throw problem;
          await load();
          page.toast.show(problem.text, { kind: "bad" });
        }
      },
    });
  }

  load();
  return element;
}

/** @param {Draw} told */
function facts(told) {
  const { due_at, frozen_at, entries_until } = told;
  const rows = [
    [t("office.state"), t(`draw.state.${told.state}`)],
    [t("draw.source"), told.source],
    [t("draw.due_at"), due_at && shown(due_at, "exact")],
    [t("draw.fallback"), told.fallback],
    [t("draw.entries_until"), entries_until && shown(entries_until, "exact")],
    [t("draw.frozen_at"), frozen_at && shown(frozen_at, "exact")],
    [t("draw.entries"), told.entries],
    [t("draw.left_out"), told.left_out],
    [t("draw.root"), told.root && h("span", { class: "code wrap" }, told.root)],
    [t("draw.value"), told.value && h("span", { class: "code wrap" }, told.value)],
    [t("draw.reason"), told.fallback_reason || null],
    [t("draw.won"), told.won],
    [t("draw.waiting"), told.waiting],
    [t("draw.lost"), told.lost],
  ].filter(([, is]) => is !== null);
  return h(
    "dl",
    { class: "facts" },
    ...rows.flatMap(([term, is]) => [h("dt", null, term), h("dd", null, is)]),
  );
}

/** @param {Draw} told */
function waiting({ proposed_at, proposed_by_me }) {
  const words = !proposed_at
    ? t("draw.needs_two")
    : t(proposed_by_me ? "draw.needs_other" : "draw.needs_you", { when: shown(proposed_at) });
  return h("p", { class: "note note--info", "data-testid": "draw-waits" }, words);
}

/** @param {string} place */
const proof = (place) =>
  h(
    "div",
    { class: "stack" },
    h(
      "a",
      {
        class: "button",
        href: `${place}/proof.json`,
        download: "proof.json",
        "data-testid": "proof",
      },
      t("draw.proof"),
    ),
    h("p", { class: "code" }, "unionhall verify-draw proof.json"),
  );
