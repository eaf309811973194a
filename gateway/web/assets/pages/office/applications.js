import "../../components/uh-empty.js";
import { yuan } from "../../components/call.js";
import { loadedView } from "../../components/loaded.js";
import { listingView } from "../../components/listing.js";
import { h, icon, reconcile } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { Listing } from "../../lib/listing.js";
import { shown } from "../../lib/time.js";
import { note, tenderHead } from "./steps.js";

/**
 * @typedef {import("../staff/page.js").StaffPage} StaffPage
 *
 * @typedef {object} Application
 * @property {string} id
 * @property {string} tender_id
 * @property {string} provider_id
 * @property {string} provider_name
 * @property {string} state
 * @property {number} version
 * @property {string} receipt_sha256
 * @property {string} handed_in_at
 * @property {number | null} price fen
 * @property {import("./application-content.js").Content | null} content
 * @property {{id: string, name: string, size: number, sha256: string}[]} documents
 * @property {Record<string, boolean>} checks
 * @property {string} correction_asked
 * @property {string | null} correction_until
 * @property {string} correction
 * @property {string | null} decided_at
 * @property {string} reason
 */

/** @type {Record<string, string>} */
const LOOKS = { opened: "before", correcting: "sold_out", admitted: "open", disqualified: "cancelled" };
const CLOSED = ["draft", "published", "open"];

/** @param {string} state of an application */
export const applicationState = (state) =>
  h(
    "span",
    { class: `badge badge--${LOOKS[state] || "closed"}`, "data-testid": "application-state" },
    t(`check.state_${state}`),
  );

/**
 * The applications for a tender, and what the checks say of each.
 * @param {StaffPage} page
 * @param {string} batch
 * @param {string} id of the tender
 */
export function applicationsView(page, batch, id) {
  /** @type {() => void} */
  let stopList = () => {};
  const view = loadedView(t("check.heading"), async () => {
    const [call, { items: halves }] = await Promise.all([
      page.api.get(`/v1/calls/${id}`),
      page.api.get(`/v1/batches/${batch}/seal`),
    ]);
    const head = tenderHead(batch, call, "applications");
    const opened =
      halves.length === 2 && halves.every((/** @type {any} */ half) => half.released_at);
    if (CLOSED.includes(call.state) || !opened) {
      const way = h("a", { class: "button", href: `#/batches/${batch}/seal` }, t("step.seal"));
      return [...head, note(t("check.sealed")), h("div", { class: "bar-actions" }, way)];
    }
    const { element, stop } = list(page, batch, id);
    stopList = stop;
    return [...head, h("p", { class: "muted" }, t("check.text")), element];
  });
  const stop = () => {
    stopList();
    view.stop();
  };
  return { ...view, stop };
}

/** @param {StaffPage} page @param {string} batch @param {string} tender */
function list({ api }, batch, tender) {
  const listing = /** @type {Listing<Application>} */ (
    new Listing(api, `/v1/calls/${tender}/applications?limit=100`)
  );
  const cards = h("div", { class: "cards" });
  /** @param {Application} application */
  const make = (application) => card(batch, application);
  return listingView({
    listing,
    list: cards,
    render: () => reconcile(cards, listing.items, make, () => {}),
    empty: { icon: "inbox", heading: t("check.none"), text: t("check.none_text") },
  });
}

/** @param {string} batch @param {Application} application */
function card(batch, { id, tender_id, provider_name, state, price, checks, correction_until, reason }) {
  const failed = Object.keys(checks).filter((name) => !checks[name]);
  return h(
    "article",
    { class: "card stack", "data-testid": "application", "data-state": state },
    h(
      "div",
      { class: "row row--between" },
      h("strong", null, price === null ? "" : yuan(price)),
      applicationState(state),
    ),
    h("h3", null, h("a", { href: `#/batches/${batch}/${tender_id}/applications/${id}` }, provider_name)),
    state === "correcting" && correction_until &&
      h("p", { class: "muted" }, t("check.correct_until", { when: shown(correction_until) })),
    failed.length
      ? h(
          "p",
          { class: "note note--warn" },
          icon("warn"),
          failed.map((name) => t(`check.fails_${name}`)).join(" · "),
        )
      : h("p", { class: "muted" }, t("check.all_hold")),
    reason && h("p", { class: "wrap" }, t("check.because", { reason })),
  );
}
