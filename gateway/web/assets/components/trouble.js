import { h, icon } from "../lib/dom.js";
import { t } from "../lib/i18n.js";

/**
 * Says what went wrong and offers to try again.
 * @param {import("../lib/problem.js").Problem} problem
 * @param {() => void} [again]
 * @returns {HTMLElement}
 */
export function trouble(problem, again) {
  const retry =
    again && h("button", { type: "button", class: "button", onclick: again }, t("action.again"));
  return h(
    "div",
    { class: "note note--bad", role: "alert", "data-testid": "problem", "data-code": problem.code },
    icon("warn"),
    h("p", { class: "grow" }, problem.text),
    retry,
  );
}
