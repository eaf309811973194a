import { h } from "../lib/dom.js";

/**
 * A code to be scanned, from the text of an SVG: an image, so that nothing in it can run.
 * Attribute: `alt`. Property: `svg`.
 */
export class Qr extends HTMLElement {
  #url = "";

  /** @param {string} svg */
  set svg(svg) {
    this.#release();
    this.#url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
    const alt = this.getAttribute("alt");
    this.replaceChildren(h("img", { src: this.#url, alt, "data-testid": "qr" }));
  }

  disconnectedCallback() {
    this.#release();
  }

  #release() {
    if (this.#url) URL.revokeObjectURL(this.#url);
    this.#url = "";
  }
}

customElements.define("uh-qr", Qr);
