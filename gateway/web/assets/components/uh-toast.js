import { h, icon } from "../lib/dom.js";

/** Long enough to be read twice (ms). */
const SHOWN = 8000;

/**
 * The page's voice: `show` puts a note up and has it read, `say` has it read only. One per page,
 * there from the start, because a reader hears only changes of a region that it knows.
 */
export class Toast extends HTMLElement {
  connectedCallback() {
    this.replaceChildren(
      h("div", { class: "toasts", role: "status" }),
      h("div", { class: "hidden", role: "alert" }),
    );
  }

  /** @param {string} message @param {{kind?: string, href?: string}} [options] */
  show(message, { kind = "info", href } = {}) {
    const words = href ? h("a", { href }, message) : h("span", null, message);
    const note = h("div", { class: `note note--${kind} toast`, "data-testid": "toast" });
    note.append(icon(kind === "bad" ? "warn" : kind), words);
    /** @type {Element} */ (this.firstElementChild).replaceChildren(note);
    note.addEventListener("click", () => note.remove());
    setTimeout(() => note.remove(), SHOWN);
  }

  /** @param {string} message */
  say(message) {
    /** @type {Element} */ (this.lastElementChild).textContent = message;
  }
}

customElements.define("uh-toast", Toast);
