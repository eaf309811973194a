import { h } from "../lib/dom.js";
import { t } from "../lib/i18n.js";

/**
 * Asks before something that cannot be taken back.
 * @param {{heading: string, content: (Node | string)[], action: string}} question
 * @returns {Promise<boolean>}
 */
export function ask({ heading, content, action }) {
  const dialog = /** @type {Dialog} */ (document.createElement("uh-dialog"));
  document.body.append(dialog);
  return dialog.ask(heading, content, action);
}

/** A question in a native modal dialog, which keeps the focus and closes on Escape. */
export class Dialog extends HTMLElement {
  /** @param {string} heading @param {(Node | string)[]} content @param {string} action */
  ask(heading, content, action) {
    const yes = { class: "button button--primary", value: "yes", "data-testid": "dialog-yes" };
    const no = { class: "button", value: "", "data-testid": "dialog-no" };
    const dialog = h(
      "dialog",
      { class: "dialog", "aria-labelledby": "dialog-heading" },
      h(
        "form",
        { method: "dialog", class: "stack" },
        h("h2", { id: "dialog-heading" }, heading),
        ...content,
        h(
          "div",
          { class: "row row--end" },
          h("button", no, t("action.cancel")),
          h("button", yes, action),
        ),
      ),
    );
    this.replaceChildren(dialog);
    dialog.showModal();
    return new Promise((answer) => {
      dialog.addEventListener("close", () => {
        this.remove();
        answer(dialog.returnValue === "yes");
      });
    });
  }
}

customElements.define("uh-dialog", Dialog);
