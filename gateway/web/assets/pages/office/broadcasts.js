import "../../components/uh-empty.js";
import { listingView } from "../../components/listing.js";
import { h, reconcile } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { Listing } from "../../lib/listing.js";
import { shown } from "../../lib/time.js";
import { newBroadcastView } from "./broadcast-new.js";
import { broadcastView } from "./broadcast.js";
import { writes } from "./templates.js";

/**
 * @typedef {import("../staff/page.js").StaffPage} StaffPage
 *
 * @typedef {object} Broadcast
 * @property {string} id
 * @property {string} office
 * @property {string} title
 * @property {string} template
 * @property {number} version
 * @property {string} language
 * @property {string[]} channels
 * @property {string} audience `segment`, `holders` or `csv`
 * @property {string[]} unions
 * @property {string[]} groups
 * @property {string | null} release_id
 * @property {string} state
 * @property {string} reason
 * @property {string | null} send_at
 * @property {number} lines
 * @property {number} bad_lines
 * @property {number} recipients
 * @property {string} created_by
 * @property {string} created_at
 * @property {string | null} approved_by
 * @property {string | null} approved_at
 * @property {string | null} started_at
 * @property {string | null} ended_at
 */

/** @type {Record<string, string>} */
const LOOKS = { running: "open", finished: "closed", cancelled: "cancelled", paused: "sold_out" };

/**
 * What was told many: `#/broadcasts` all, `#/broadcasts/<id>` one, `#/broadcasts/+` another, with
 * a template's name behind it of that template.
 * @param {StaffPage} page
 */
export function broadcastsView(page) {
  const [, , id, template = ""] = location.hash.split("/").map(decodeURIComponent);
  if (id === "+") return newBroadcastView(page, template);
  return id ? broadcastView(page, id) : listView(page);
}

/** @param {string} state */
export const broadcastState = (state) =>
  h(
    "span",
    { class: `badge badge--${LOOKS[state] || "before"}`, "data-testid": "broadcast-state" },
    t(`broadcast.state_${state}`),
  );

/** The part of the union for which somebody acts: empty for the city. @param {StaffPage} page */
export const officeOf = ({ me }) => {
  const roles = me ? me.roles : [];
  const city = roles.some(({ role, scope }) => !scope && role !== "counter");
  const [first] = roles.filter(({ role }) => role === "district" || role === "federation");
  return city || !first ? "" : first.scope;
};

/** @param {string} path of an office @returns {string} */
export const officeName = (path) => {
  if (!path) return t("broadcast.city");
  const [district, ...rest] = path.split("/");
  return [t(`district.${district}`), ...rest].join(" / ");
};

/** @param {StaffPage} page */
function listView(page) {
  const path = `/v1/broadcasts?limit=30&office=${encodeURIComponent(officeOf(page))}`;
  const listing = /** @type {Listing<Broadcast>} */ (new Listing(page.api, path));
  const list = h("div", { class: "cards" });
  const view = listingView({
    listing,
    list,
    render: () => reconcile(list, listing.items, card, () => {}),
    empty: { icon: "inbox", heading: t("broadcast.none"), text: t("broadcast.none_text") },
  });
  const add = h(
    "a",
    { class: "button button--primary", href: "#/broadcasts/+", "data-testid": "new-broadcast" },
    t("broadcast.new"),
  );
  const element = h(
    "section",
    { class: "stack" },
    h("h1", { tabindex: "-1" }, t("broadcast.heading")),
    h("p", { class: "muted" }, t("broadcast.about")),
    writes(page) && h("div", { class: "row" }, add),
    view.element,
  );
  return { title: t("broadcast.heading"), element, stop: view.stop };
}

/** @param {Broadcast} broadcast */
const card = ({ id, title, office, state, created_at }) =>
  h(
    "article",
    { class: "card stack", "data-testid": "broadcast" },
    h(
      "div",
      { class: "row row--between" },
      h("span", { class: "muted" }, shown(created_at)),
      broadcastState(state),
    ),
    h("h2", null, h("a", { href: `#/broadcasts/${id}` }, title)),
    h("p", { class: "muted" }, officeName(office)),
  );
