import "./uh-field.js";
import { trouble } from "./trouble.js";
import { h } from "../lib/dom.js";
import { t } from "../lib/i18n.js";

/** @typedef {import("../lib/problem.js").Problem} Problem */
/** @typedef {import("./uh-field.js").Field} Field */

/**
 * A form of fields and one button. Checks what the browser can check, sends once, and shows each
 * error at its field.
 * @param {object} parts
 * @param {HTMLElement[]} parts.fields Field elements by the `name` of their control, or others
 * @param {string} parts.action the button's label
 * @param {string} parts.testid the button's
 * @param {(values: FormData) => Promise<void>} parts.submit may throw a Problem
 * @returns {HTMLFormElement}
 */
export function form({ fields, action, testid, submit }) {
  const problems = h("div");
  const button = h(
    "button",
    { type: "submit", class: "button button--primary", "data-testid": testid },
    action,
  );
  const element = h("form", { class: "stack", novalidate: true, onsubmit: send });
  element.append(...fields, problems, h("div", { class: "row row--end" }, button));

  /** @param {Event} event */
  async function send(event) {
    event.preventDefault();
    if (button.disabled || !check(element)) return;
    problems.replaceChildren();
    button.disabled = true;
    button.setAttribute("data-busy", "");
    try {
      await submit(new FormData(element));
    } catch (error) {
      explain(element, problems, /** @type {Problem} */ (error));
    } finally {
      button.disabled = false;
      button.removeAttribute("data-busy");
    }
  }
  return element;
}

/** @param {HTMLFormElement} element @returns {boolean} whether all is well, else the first is told */
function check(element) {
  const wrong = /** @type {Field[]} */ ([...element.querySelectorAll("uh-field")]).filter(
    ({ control }) => !control.checkValidity(),
  );
  for (const field of wrong.reverse()) {
    field.error = t(field.control.validity.valueMissing ? "form.missing" : "form.wrong");
  }
  return !wrong.length;
}

/** @param {HTMLFormElement} element @param {HTMLElement} problems @param {Problem} problem */
function explain(element, problems, problem) {
  const homeless = problem.errors.filter(({ field, message }) => {
    const { elements } = element;
    const control = elements.namedItem(field) || elements.namedItem(field.split(".")[0]);
    const place = /** @type {Field | null} */ (
      control instanceof HTMLElement && control.closest("uh-field")
    );
    if (place) place.error = t("form.refused", { message });
    return !place;
  });
  if (homeless.length || !problem.errors.length) problems.replaceChildren(trouble(problem));
}
