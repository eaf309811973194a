import { h } from "../lib/dom.js";
import { LANGUAGES, language, setLanguage } from "../lib/i18n.js";

/** One button, named in the language it switches to. */
export class LanguageSwitch extends HTMLElement {
  connectedCallback() {
    const codes = /** @type {(keyof typeof LANGUAGES)[]} */ (Object.keys(LANGUAGES));
    const other = codes[(codes.indexOf(/** @type {any} */ (language())) + 1) % codes.length];
    this.replaceChildren(
      h(
        "button",
        {
          type: "button",
          class: "button button--quiet",
          lang: other,
          "data-testid": "language",
          onclick: () => setLanguage(other),
        },
        LANGUAGES[other],
      ),
    );
  }
}

customElements.define("uh-language-switch", LanguageSwitch);
