import { yuan } from "../../components/call.js";
import { field } from "../../components/uh-field.js";
import { h, text } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { Problem } from "../../lib/problem.js";

/** @typedef {import("../../components/call.js").Lot} Lot */

const MOST = 20;

/**
 * The lots of a tender: none, or rows to fill in whose budgets make the whole.
 * @param {Lot[]} before
 * @param {number} whole the tender's budget in fen
 * @returns {{element: HTMLElement, read: () => Lot[]}} ``read`` throws a ``Problem`` where they do not
 */
export function lotsEditor(before, whole) {
  /** @type {{element: HTMLElement, title: HTMLInputElement, budget: HTMLInputElement, requirements: HTMLTextAreaElement}[]} */
  let rows = [];
  const place = h("div", { class: "stack" });
  const total = h("p", { role: "status", "data-testid": "lots-sum" });
  const more = h(
    "button",
    { type: "button", class: "button", "data-testid": "add-lot", onclick: () => add().title.focus() },
    t("batch.add_lot"),
  );
  const sum = () => rows.reduce((all, { budget }) => all + Math.round(Number(budget.value) * 100), 0);
  const tell = () => {
    text(total, rows.length ? t("batch.lots_sum", { n: yuan(sum()), whole: yuan(whole) }) : t("batch.no_lots"));
    more.disabled = rows.length >= MOST;
  };

  /** @param {Partial<Lot>} [lot] */
  function add({ title = "", budget, requirements = "" } = {}) {
    const name = h("input", { required: true, maxlength: 120, value: title, "data-testid": "lot-title" });
    const share = h("input", {
      type: "number",
      required: true,
      min: 0.01,
      step: 0.01,
      value: budget ? budget / 100 : "",
      "data-testid": "lot-budget",
    });
    const lines = h("textarea", { rows: 3, maxlength: 10000, "data-testid": "lot-requirements" }, requirements);
    const element = h(
      "fieldset",
      { class: "question stack" },
      h("legend", { class: "field__label" }, t("batch.lot")),
      field(t("batch.lot_title"), name),
      field(t("batch.lot_budget"), share),
      field(t("call.requirements"), lines),
      h(
        "div",
        { class: "row" },
        h("button", { type: "button", class: "button", onclick: () => remove() }, t("batch.remove_lot")),
      ),
    );
    const row = { element, title: name, budget: share, requirements: lines };
    const remove = () => {
      rows = rows.filter((each) => each !== row);
      element.remove();
      tell();
      more.focus();
    };
    rows.push(row);
    place.append(element);
    tell();
    return row;
  }
  for (const lot of before) add(lot);
  tell();
  const element = h(
    "section",
    { class: "stack", oninput: tell },
    h("h3", null, t("batch.lots")),
    h("p", { class: "muted" }, t("batch.lots_hint")),
    place,
    h("div", { class: "row row--between" }, more, total),
  );
  const read = () => {
    if (rows.length === 1 || (rows.length && sum() !== whole)) {
      throw new Problem({ status: 422, code: "lots_wrong" });
    }
    return rows.map(({ title, budget, requirements }, at) => ({
      code: String(at + 1),
      title: title.value.trim(),
      requirements: requirements.value.trim(),
      budget: Math.round(Number(budget.value) * 100),
    }));
  };
  return { element, read };
}
