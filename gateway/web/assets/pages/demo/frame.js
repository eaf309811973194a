import { h } from "../../lib/dom.js";
import { forget } from "../../lib/storage.js";

/** How long (ms) the page in the frame may take to show a field. */
const PATIENCE = 10000;
const LOOK = 100;

/** The member's page in a frame, operated as a hand would: that page knows nothing of it. */
export class MemberFrame {
  element = h("iframe", { src: "/", class: "screen", "data-testid": "demo-frame" });

  /** Puts another member before the log-in. @param {string} cardNo */
  async present(cardNo) {
    forget("uh.session.member");
    forget("uh.mine.");
    await this.#fill("card-no", cardNo);
  }

  /** @param {string} code */
  enter(code) {
    return this.#fill("code", code);
  }

  /** @param {string} field @param {string} value */
  async #fill(field, value) {
    const end = performance.now() + PATIENCE;
    while (performance.now() < end) {
      const page = this.element.contentDocument;
      const input = /** @type {HTMLInputElement | null} */ (
        page && page.querySelector(`[data-testid="${field}"]`)
      );
      if (input) {
        input.value = value;
        input.selectionStart = value.length;
        input.dispatchEvent(new Event("input", { bubbles: true }));
        return;
      }
      await new Promise((done) => setTimeout(done, LOOK));
    }
  }
}
