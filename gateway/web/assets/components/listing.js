import { h } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { trouble } from "./trouble.js";

/**
 * Shows a Listing: a skeleton until it is there, an empty state, trouble, and the way to more.
 * @param {object} parts
 * @param {import("../lib/listing.js").Listing<any>} parts.listing
 * @param {() => Promise<any>} [parts.load] in place of the listing's own
 * @param {HTMLElement} parts.list what `render` fills
 * @param {() => void} parts.render
 * @param {{icon: string, heading: string, text: string}} parts.empty
 * @returns {{element: HTMLElement, stop: () => void}}
 */
export function listingView({ listing, load = () => listing.load(), list, render, empty }) {
  const nothing = h("uh-empty", empty);
  const skeleton = h("div", {
    class: "skeleton",
    role: "status",
    "aria-label": t("status.loading"),
  });
  const problems = h("div");
  const more = h(
    "button",
    { type: "button", class: "button", onclick: () => run(() => listing.more()) },
    t("action.more"),
  );
  const element = h("div", { class: "stack" }, problems, skeleton, nothing, list, more);

  const update = () => {
    skeleton.hidden = listing.loaded || !!problems.firstChild;
    nothing.hidden = !listing.loaded || listing.items.length > 0;
    more.hidden = !listing.next;
    render();
  };
  /** @param {() => Promise<any>} work */
  const run = async (work) => {
    problems.replaceChildren();
    try {
      await work();
    } catch (error) {
      const problem = /** @type {import("../lib/problem.js").Problem} */ (error);
      problems.replaceChildren(trouble(problem, () => run(work)));
    }
    update();
  };
  update();
  run(load);
  return { element, stop: listing.on("change", update) };
}
