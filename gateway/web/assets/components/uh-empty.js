import { h, icon } from "../lib/dom.js";

/** What stands where a list has nothing: attributes `icon`, `heading`, `text`. */
export class Empty extends HTMLElement {
  connectedCallback() {
    this.replaceChildren(
      icon(this.getAttribute("icon") || "info"),
      h("p", { class: "empty__heading" }, this.getAttribute("heading")),
      h("p", { class: "muted" }, this.getAttribute("text")),
    );
  }
}

customElements.define("uh-empty", Empty);
