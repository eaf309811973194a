import "../../components/uh-empty.js";
import { listingView } from "../../components/listing.js";
import { h, icon, reconcile } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { Listing } from "../../lib/listing.js";
import { shown } from "../../lib/time.js";
import { applicationState } from "./states.js";

/**
 * @typedef {object} Entry an application on the desk
 * @property {string} id
 * @property {string} tender_id
 * @property {string} code
 * @property {string} title
 * @property {string} batch_code
 * @property {string} tender_state
 * @property {string} state
 * @property {number} version
 * @property {string} receipt_sha256
 * @property {string} handed_in_at
 * @property {string} call_closes_at
 * @property {string | null} amended_at
 * @property {string | null} correction_until
 * @property {{starts_at: string, ends_at: string, place: string} | null} presentation
 * @property {string | null} objections_until
 * @property {boolean | null} won
 */

/**
 * All that the organisation applied for, and what each waits for.
 * @param {import("../../components/page-frame.js").Context} context
 */
export function mineView({ api }) {
  const listing = /** @type {Listing<Entry>} */ (new Listing(api, "/v1/me/application-desk?limit=30"));
  const list = h("div", { class: "cards" });
  const { element, stop } = listingView({
    listing,
    list,
    render: () => reconcile(list, listing.items, card, () => {}),
    empty: { icon: "ticket", heading: t("provider.none_mine"), text: t("provider.none_mine_text") },
  });
  const heading = t("provider.mine");
  return {
    title: heading,
    element: h("section", { class: "stack" }, h("h1", { tabindex: "-1" }, heading), element),
    stop,
  };
}

/** @param {Entry} entry */
const card = (entry) =>
  h(
    "article",
    { class: "card stack", "data-testid": "application" },
    h(
      "div",
      { class: "row row--between" },
      h("span", { class: "code" }, entry.code),
      applicationState(entry.state, entry.tender_state),
    ),
    h("h2", { class: "card__title" }, h("a", { href: `#/application/${entry.tender_id}` }, entry.title)),
    h("p", { class: `note note--${looks(entry)}` }, icon("info"), next(entry)),
  );

/** @param {Entry} entry */
const looks = ({ state, won }) =>
  won ? "good" : state === "stale" || state === "correcting" ? "warn" : "info";

/** @param {Entry} entry @returns {string} what it waits for, in a sentence */
function next(entry) {
  const { state, tender_state, won, presentation, objections_until, correction_until } = entry;
  if (won !== null) return t(won ? "provider.next_won" : "provider.next_not_won");
  if (state === "stale") return t("provider.next_stale", { when: shown(entry.call_closes_at) });
  if (state === "withdrawn") return t("provider.next_withdrawn");
  if (state === "disqualified") return t("provider.next_disqualified");
  if (state === "correcting") {
    return t("provider.next_correcting", { when: shown(correction_until || "") });
  }
  if (objections_until) return t("provider.next_noticed", { when: shown(objections_until) });
  if (state === "sealed" && tender_state === "open") {
    return t("provider.next_sealed", { when: shown(entry.call_closes_at) });
  }
  if (state === "sealed") return t("provider.next_opening");
  if (presentation && (tender_state === "opening" || tender_state === "scoring")) {
    return t("provider.next_presentation", {
      when: shown(presentation.starts_at),
      place: presentation.place,
    });
  }
  return t(state === "opened" ? "provider.next_checks" : "provider.next_judged");
}
