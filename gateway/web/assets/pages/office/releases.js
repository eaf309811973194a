import "../../components/uh-empty.js";
import { listingView } from "../../components/listing.js";
import { h } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { Listing } from "../../lib/listing.js";
import { phase } from "../../lib/release.js";
import { shown } from "../../lib/time.js";
import { jittered } from "../../lib/waiting.js";
import { drawPanel } from "./draw-panel.js";

/** @typedef {import("../../lib/release.js").Release} Release */

/** How often (ms) the figures are asked for while somebody looks. */
const FRESH = 5000;

/**
 * All releases with their figures, as they change.
 * @param {import("../staff/page.js").StaffPage} page
 */
export function releasesView(page) {
  const { api, clock } = page;
  const listing = /** @type {Listing<Release>} */ (new Listing(api, "/v1/releases?limit=100"));
  const body = h("tbody");
  const head = ["code", "title", "districts", "state", "opens", "left", "mode"].map((name) =>
    h("th", { scope: "col" }, t(`office.${name}`)),
  );
  const table = h("table", null, h("thead", null, h("tr", null, ...head)), body);
  const list = h(
    "div",
    { class: "scroll card", tabindex: "0", role: "region", "aria-label": t("office.releases") },
    table,
  );

  const panel = h("div");
  /** @param {Release} release */
  const modeOf = ({ id, mode = "first_come" }) =>
    mode === "first_come"
      ? t("mode.first_come")
      : h(
          "button",
          {
            type: "button",
            class: "button",
            "data-testid": "show-draw",
            onclick: () => panel.replaceChildren(drawPanel(page, id)),
          },
          t(`mode.${mode}`),
        );

  /** @param {Release} release */
  const row = (release) => {
    const { id, code, title, districts, opens_at, remaining, stock, state } = release;
    const now = state === "draft" ? "draft" : phase(release, clock.now());
    return h(
      "tr",
      { "data-testid": "release", "data-code": code },
      h("td", { class: "code" }, h("a", { href: `#/report/${id}` }, code)),
      h("td", null, title),
      h("td", null, districts.map((district) => t(`district.${district}`)).join(" ")),
      h("td", null, h("span", { class: `badge badge--${now}` }, t(`phase.${now}`))),
      h("td", null, shown(opens_at)),
      h("td", { class: "number", "data-testid": "remaining" }, `${remaining} / ${stock}`),
      h("td", null, modeOf(release)),
    );
  };

  function render() {
    list.hidden = !listing.items.length;
    body.replaceChildren(...listing.items.map(row));
  }
  const view = listingView({
    listing,
    list,
    render,
    empty: { icon: "release", heading: t("office.none"), text: t("office.none_text") },
  });
  let timer = 0;
  const again = async () => {
    // Only the first page is kept fresh; a failed turn is made good by the next.
    if (!document.hidden && !listing.next) await listing.load().catch(() => {});
    timer = setTimeout(again, jittered(FRESH));
  };
  timer = setTimeout(again, jittered(FRESH));
  const stop = () => {
    clearTimeout(timer);
    view.stop();
  };
  const heading = h("h1", { tabindex: "-1" }, t("office.releases"));
  return {
    title: t("office.releases"),
    element: h("section", { class: "stack" }, heading, panel, view.element),
    stop,
  };
}
