import "../../components/uh-empty.js";
import { actButton } from "../../components/loaded.js";
import { listingView } from "../../components/listing.js";
import { field } from "../../components/uh-field.js";
import { download } from "../../lib/download.js";
import { h, reconcile } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { Listing } from "../../lib/listing.js";
import { shown, toLocal } from "../../lib/time.js";
import { dayPanel } from "./phoning-day.js";
import { phoneCallView } from "./phone-call.js";

/**
 * @typedef {import("../staff/page.js").StaffPage} StaffPage
 *
 * @typedef {object} Entry somebody to phone, without name and number
 * @property {string} id
 * @property {string} kind
 * @property {string} subject_id
 * @property {string} member_id
 * @property {string} title
 * @property {string} reason
 * @property {string} happened_at
 * @property {string | null} ends_at
 * @property {string} listed_at
 * @property {number} tries
 * @property {string} outcome
 * @property {string | null} closed_at
 * @property {string} closed_by
 */

const REASONS = ["not_made", "no_number", "not_wanted", "opted_out", "not_sent", "unconfirmed"];

/**
 * Members whom no message reached: a day's figures, the list, and it as Excel;
 * `#/phoning/<id>` is one of them.
 * @param {StaffPage} page
 */
export function phoningView(page) {
  const [, , id] = location.hash.split("/");
  return id ? phoneCallView(page, decodeURIComponent(id)) : listView(page);
}

/** The server decides; this only spares what never works. @param {StaffPage} page */
export const phones = ({ me }) => !!me && me.roles.some(({ role }) => role === "federation");

/** @param {StaffPage} page */
function listView(page) {
  const { api, clock, toast } = page;
  const today = toLocal(clock.now()).slice(0, 10);
  const place = h("div");
  const state = h(
    "select",
    { "data-testid": "state", onchange: look },
    ...["open", "closed"].map((name) => h("option", { value: name }, t(`phoning.state_${name}`))),
  );
  const reason = h(
    "select",
    { "data-testid": "reason", onchange: look },
    h("option", { value: "" }, t("phoning.any_reason")),
    ...REASONS.map((name) => h("option", { value: name }, t(`phoning.reason_${name}`))),
  );
  let open = entries();

  function entries() {
    const path = `/v1/call-list?limit=50&state=${state.value}&reason=${reason.value}`;
    const listing = /** @type {Listing<Entry>} */ (new Listing(api, path));
    const list = h("div", { class: "cards" });
    const view = listingView({
      listing,
      list,
      render: () => reconcile(list, listing.items, card, () => {}),
      empty: { icon: "good", heading: t("phoning.none"), text: t("phoning.none_text") },
    });
    place.replaceChildren(view.element);
    return view;
  }
  function look() {
    open.stop();
    open = entries();
  }
  const excel = actButton({
    label: t("phoning.excel"),
    testid: "excel",
    toast,
    act: () => download(api, "/v1/call-list/exports", { reason: reason.value }),
  });
  const day = dayPanel(api, today);
  const element = h(
    "section",
    { class: "stack" },
    h("h1", { tabindex: "-1" }, t("phoning.heading")),
    h("p", { class: "muted" }, t("phoning.about")),
    day,
    h("h2", null, t("phoning.list")),
    h(
      "div",
      { class: "card stack" },
      field(t("phoning.state"), state),
      field(t("phoning.reason"), reason),
      phones(page) && h("p", { class: "field__hint" }, t("phoning.excel_hint")),
      phones(page) && h("div", { class: "row" }, excel),
    ),
    place,
  );
  return { title: t("phoning.heading"), element, stop: () => open.stop() };
}

/** @param {Entry} entry */
const card = (entry) =>
  h(
    "article",
    { class: "card stack", "data-testid": "entry" },
    h(
      "div",
      { class: "row row--between" },
      h("span", { class: "muted" }, shown(entry.happened_at)),
      h("span", { class: "badge badge--before" }, t(`phoning.reason_${entry.reason}`)),
    ),
    h(
      "h2",
      null,
      h("a", { href: `#/phoning/${entry.id}` }, t(`phoning.kind_${entry.kind}`), " · ", entry.title),
    ),
    h("p", { class: "muted" }, standing(entry)),
  );

/** @param {Entry} entry @returns {string} what has been done about it */
export const standing = ({ tries, outcome, ends_at, closed_at }) =>
  [
    ends_at && !closed_at && t("phoning.ends", { when: shown(ends_at) }),
    t("phoning.tries", { n: tries }),
    outcome && t(`phoning.outcome_${outcome}`),
  ]
    .filter(Boolean)
    .join(" · ");
