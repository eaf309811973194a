import { h } from "../lib/dom.js";
import { trouble } from "./trouble.js";

/**
 * A view that is loaded as a whole: a skeleton, what `load` makes, or trouble with a way out.
 * @param {string} heading
 * @param {(again: () => void) => Promise<HTMLElement[]>} load `again` loads it anew
 * @returns {{title: string, element: HTMLElement, stop: () => void}}
 */
export function loadedView(heading, load) {
  let stopped = false;
  const waiting = () => h("div", { class: "skeleton", role: "status" });
  const content = h("div", { class: "stack" }, waiting());
  const title = h("h1", { tabindex: "-1" }, heading);
  async function run() {
    try {
      const parts = await load(run);
      if (stopped) return;
      content.replaceChildren(...parts);
      // What was pressed may be gone with what it changed; the focus must not go with it.
      if (document.activeElement === document.body) title.focus({ preventScroll: true });
    } catch (error) {
      const problem = /** @type {import("../lib/problem.js").Problem} */ (error);
      content.replaceChildren(trouble(problem, run));
    }
  }
  run();
  const element = h("section", { class: "stack" }, title, content);
  return { title: heading, element, stop: () => void (stopped = true) };
}

/**
 * A button that does one thing, once at a time, and says what went wrong.
 * @param {object} parts
 * @param {string} parts.label
 * @param {string} parts.testid
 * @param {import("./uh-toast.js").Toast} parts.toast
 * @param {() => Promise<any>} parts.act
 * @param {boolean} [parts.primary]
 * @returns {HTMLButtonElement}
 */
export function actButton({ label, testid, toast, act, primary = false }) {
  const style = primary ? "button button--primary" : "button";
  const button = h("button", { type: "button", class: style, "data-testid": testid }, label);
  button.addEventListener("click", async () => {
    if (button.disabled) return;
    button.disabled = true;
    try {
      await act();
    } catch (error) {
      const problem = /** @type {import("../lib/problem.js").Problem} */ (error);
      toast.show(problem.text, { kind: "bad" });
    } finally {
      button.disabled = false;
    }
  });
  return button;
}
