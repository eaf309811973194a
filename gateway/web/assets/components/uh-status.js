import { h, icon } from "../lib/dom.js";
import { t } from "../lib/i18n.js";

/** A line at the top of the page while the device has no network. */
export class Status extends HTMLElement {
  #look = () => {
    const note = h("div", { class: "note note--warn" }, icon("offline"), t("status.offline"));
    this.replaceChildren(...(navigator.onLine ? [] : [note]));
  };

  connectedCallback() {
    this.setAttribute("role", "status");
    addEventListener("online", this.#look);
    addEventListener("offline", this.#look);
    this.#look();
  }

  disconnectedCallback() {
    removeEventListener("online", this.#look);
    removeEventListener("offline", this.#look);
  }
}

customElements.define("uh-status", Status);
