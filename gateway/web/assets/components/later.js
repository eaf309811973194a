import { h } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { Problem } from "../lib/problem.js";
import { trouble } from "./trouble.js";

/** @typedef {{title: string, element: HTMLElement, stop: () => void}} View */

/**
 * A view that few look at: its modules and its texts come when somebody does.
 * @param {string} title until it is there
 * @param {() => Promise<View>} load
 * @returns {View}
 */
export function laterView(title, load) {
  let stopped = false;
  /** @type {View | null} */
  let view = null;
  const waiting = () =>
    h("div", { class: "skeleton", role: "status", "aria-label": t("status.loading") });
  const element = h("div", null, waiting());

  async function run() {
    element.replaceChildren(waiting());
    try {
      view = await load();
    } catch {
      const problem = new Problem({ status: 0, code: "network" });
      element.replaceChildren(trouble(problem, run));
      return;
    }
    if (stopped) {
      view.stop();
      return;
    }
    element.replaceChildren(view.element);
    // Where somebody has gone on to another control meanwhile, the focus stays.
    if (document.activeElement === document.body) element.querySelector("h1")?.focus();
  }
  run();
  const stop = () => {
    stopped = true;
    if (view) view.stop();
  };
  return { title, element, stop };
}
