import { attribute, h, text } from "../lib/dom.js";

let count = 0;

/**
 * Puts a label, a hint and an error around the control inside it and ties them together.
 * Attributes: `label`, `hint`. Property: `error`, the sentence or nothing.
 */
export class Field extends HTMLElement {
  #error = h("p", { class: "field__error", hidden: true });

  connectedCallback() {
    if (this.#error.isConnected) return;
    const id = `field-${++count}`;
    const control = this.control;
    const hint = this.getAttribute("hint");
    control.id = id;
    this.#error.id = `${id}-error`;
    this.prepend(h("label", { for: id, class: "field__label" }, this.getAttribute("label")));
    if (hint) control.before(h("p", { class: "field__hint", id: `${id}-hint` }, hint));
    this.append(this.#error);
    attribute(control, "aria-describedby", `${hint ? `${id}-hint ` : ""}${id}-error`);
    control.addEventListener("input", () => (this.error = ""));
  }

  /** @returns {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} */
  get control() {
    return /** @type {any} */ (this.querySelector("input, textarea, select"));
  }

  /** @param {string} message */
  set error(message) {
    text(this.#error, message);
    this.#error.hidden = !message;
    attribute(this.control, "aria-invalid", message ? "true" : null);
    if (message) this.control.focus();
  }
}

customElements.define("uh-field", Field);

/**
 * @param {string} label
 * @param {HTMLElement} control
 * @param {string} [hint]
 * @returns {Field}
 */
export const field = (label, control, hint) => h("uh-field", { label, hint }, control);
