import { trouble } from "../../components/trouble.js";
import { field } from "../../components/uh-field.js";
import { h } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";

const COLUMNS = ["total", "reached", "taken", "ended", "listed", "open"];

/**
 * The tickets, offers and places of a day, and how many of them were heard of.
 * @param {import("../../lib/api.js").Api} api
 * @param {string} today
 */
export function dayPanel(api, today) {
  const place = h("div", { class: "stack", role: "status" });
  const day = h("input", {
    type: "date",
    value: today,
    max: today,
    required: true,
    "data-testid": "day",
    onchange: () => load(),
  });

  async function load() {
    const asked = day.value;
    if (!asked) return;
    try {
      /** @type {{items: Record<string, any>[], to_call: number}} */
      const { items, to_call } = await api.get(`/v1/reconciliation?day=${asked}`);
      if (asked !== day.value) return; // another day was chosen meanwhile
      place.replaceChildren(
        h("p", { "data-testid": "to-call" }, t("phoning.to_call", { n: to_call })),
        items.length ? table(items) : h("p", { class: "muted" }, t("phoning.nothing_that_day")),
      );
    } catch (error) {
      const problem = /** @type {import("../../lib/problem.js").Problem} */ (error);
      place.replaceChildren(trouble(problem, load));
    }
  }
  load();
  return h(
    "section",
    { class: "stack" },
    h("h2", null, t("phoning.day_heading")),
    h("div", { class: "card" }, field(t("phoning.day"), day, t("phoning.day_hint"))),
    place,
  );
}

/** @param {Record<string, any>[]} items */
const table = (items) =>
  h(
    "div",
    { class: "scroll card", tabindex: "0", role: "region", "aria-label": t("phoning.day_heading") },
    h(
      "table",
      null,
      h(
        "thead",
        null,
        h(
          "tr",
          null,
          h("th", { scope: "col" }, t("phoning.kind")),
          ...COLUMNS.map((name) => h("th", { scope: "col" }, t(`phoning.head_${name}`))),
        ),
      ),
      h(
        "tbody",
        null,
        ...items.map((item) =>
          h(
            "tr",
            { "data-testid": "kind", "data-kind": item.kind },
            h("th", { scope: "row" }, t(`phoning.kind_${item.kind}`)),
            ...COLUMNS.map((name) => h("td", { class: "number" }, String(item[name]))),
          ),
        ),
      ),
    ),
  );
