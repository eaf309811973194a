import { field } from "../../components/uh-field.js";
import { h, text } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";

/** @typedef {{code: string, text: string, weight: number}} Criterion */

const MOST = 20;

/**
 * What is scored and how many of 100 points it is worth: rows to fill in, with their sum.
 * @param {Criterion[]} before
 * @returns {{element: HTMLElement, sum: () => number, read: () => Criterion[]}}
 */
export function criteriaEditor(before) {
  /** @type {{element: HTMLElement, wording: HTMLInputElement, weight: HTMLInputElement}[]} */
  let rows = [];
  const place = h("div", { class: "stack" });
  const total = h("p", { role: "status", "data-testid": "weights" });
  const more = h(
    "button",
    { type: "button", class: "button", "data-testid": "add-criterion", onclick: () => add().wording.focus() },
    t("batch.add_criterion"),
  );
  const sum = () => rows.reduce((all, { weight }) => all + Number(weight.value), 0);
  const tell = () => {
    text(total, t("batch.weights", { n: sum() }));
    more.disabled = rows.length >= MOST;
  };

  /** @param {Partial<Criterion>} [criterion] */
  function add({ text = "", weight } = {}) {
    const wording = h("input", { required: true, maxlength: 300, value: text, "data-testid": "criterion" });
    const points = h("input", {
      type: "number",
      required: true,
      min: 1,
      max: 100,
      value: weight || "",
      "data-testid": "weight",
    });
    const element = h(
      "fieldset",
      { class: "question stack" },
      h("legend", { class: "field__label" }, t("batch.criterion")),
      field(t("batch.criterion_text"), wording),
      field(t("batch.criterion_points"), points),
      h(
        "div",
        { class: "row" },
        h("button", { type: "button", class: "button", onclick: () => remove() }, t("batch.remove_criterion")),
      ),
    );
    const row = { element, wording, weight: points };
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
  for (const criterion of before.length ? before : [{}]) add(criterion);
  const element = h(
    "section",
    { class: "stack", oninput: tell },
    h("h3", null, t("call.judged")),
    place,
    h("div", { class: "row row--between" }, more, total),
  );
  const read = () =>
    rows.map(({ wording, weight }, at) => ({
      code: `c${at + 1}`,
      text: wording.value.trim(),
      weight: Number(weight.value),
    }));
  return { element, sum, read };
}
