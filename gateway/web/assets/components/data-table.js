import { h } from "../lib/dom.js";

/**
 * A table with a name, which scrolls by itself where it is wider than the screen.
 * @param {string} label
 * @param {(string | Node)[]} head what stands above the columns
 * @param {HTMLElement[]} rows
 * @returns {HTMLElement}
 */
export const dataTable = (label, head, rows) =>
  h(
    "div",
    { class: "scroll card figures", tabindex: "0", role: "region", "aria-label": label },
    h(
      "table",
      null,
      h("thead", null, h("tr", null, ...head.map((name) => h("th", { scope: "col" }, name)))),
      h("tbody", null, ...rows),
    ),
  );

/** @param {number | string} value @returns {HTMLElement} a cell whose digits stand below each other */
export const numberCell = (value) => h("td", { class: "number" }, String(value));
