import { field } from "../../components/uh-field.js";
import { h } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";

/**
 * @typedef {object} Column
 * @property {string} name
 * @property {string} label
 * @property {Record<string, any>} [more] attributes of the control
 */

/**
 * Rows to fill in, at least one, each under a number of its own. Controls are named as the server
 * names them (`team.0.name`), so that its refusal finds its place.
 * @param {object} parts
 * @param {string} parts.name
 * @param {string} parts.heading of one row, without its number
 * @param {Column[]} parts.columns
 * @param {Record<string, string>[]} parts.rows
 * @param {number} parts.most
 * @param {{add: string, remove: string}} parts.labels
 * @param {() => void} parts.changed
 * @returns {{element: HTMLElement, read: () => Record<string, string>[]}}
 */
export function rowsEditor({ name, heading, columns, rows, most, labels, changed }) {
  /** @type {{element: HTMLElement, legend: HTMLElement, controls: HTMLInputElement[], remove: HTMLButtonElement}[]} */
  let there = [];
  const place = h("div", { class: "stack" });
  const more = h(
    "button",
    { type: "button", class: "button", "data-testid": `add-${name}`, onclick: () => append() },
    labels.add,
  );

  function number() {
    there.forEach(({ legend, controls, remove }, at) => {
      legend.textContent = t("provider.numbered", { heading, n: at + 1 });
      controls.forEach((control, column) => (control.name = `${name}.${at}.${columns[column].name}`));
      /** @type {HTMLElement} */ (remove.parentElement).hidden = there.length === 1;
    });
    more.disabled = there.length >= most;
  }

  /** @param {Record<string, string>} values */
  function add(values) {
    const controls = columns.map(({ name: column, more: attributes }) =>
      h("input", { value: values[column], "data-testid": `${name}-${column}`, ...attributes }),
    );
    const legend = h("legend", { class: "field__label" });
    const remove = h(
      "button",
      { type: "button", class: "button button--quiet", "data-testid": `remove-${name}` },
      labels.remove,
    );
    const fields = columns.map(({ label }, at) => field(label, controls[at]));
    const element = h(
      "fieldset",
      { class: "question stack" },
      legend,
      h("div", { class: "columns" }, ...fields),
      h("div", { class: "row row--end" }, remove),
    );
    const row = { element, legend, controls, remove };
    remove.addEventListener("click", () => {
      there = there.filter((each) => each !== row);
      element.remove();
      number();
      more.focus();
      changed();
    });
    there.push(row);
    place.append(element);
    return row;
  }

  function append() {
    const [first] = add({}).controls;
    number();
    first.focus();
    changed();
  }
  for (const row of rows.length ? rows : [{}]) add(row);
  number();
  const element = h("div", { class: "stack" }, place, h("div", { class: "row" }, more));
  const read = () =>
    there.map(({ controls }) =>
      Object.fromEntries(controls.map((control, at) => [columns[at].name, control.value])),
    );
  return { element, read };
}
