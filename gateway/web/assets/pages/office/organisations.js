import "../../components/uh-empty.js";
import { listingView } from "../../components/listing.js";
import { providerState } from "../../components/profile.js";
import { field } from "../../components/uh-field.js";
import { h, reconcile } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { Listing } from "../../lib/listing.js";
import { organisationView } from "./organisation.js";

/**
 * @typedef {import("../staff/page.js").StaffPage} StaffPage
 * @typedef {import("../../components/profile.js").Provider} Provider
 */

const STATES = ["applied", "verified", "refused"];

/**
 * Social organisations: the list by state, `#/organisations/<id>`.
 * @param {StaffPage} page
 */
export function organisationsView(page) {
  const [, , id] = location.hash.split("/");
  return id ? organisationView(page, id) : listView(page);
}

/** @param {StaffPage} page */
function listView({ api }) {
  const place = h("div");
  const state = h(
    "select",
    { "data-testid": "state", onchange: () => change() },
    ...STATES.map((name) => h("option", { value: name }, t(`org.state_${name}`))),
  );
  let open = list();

  function list() {
    const path = `/v1/providers?limit=50&state=${state.value}`;
    const listing = /** @type {Listing<Provider>} */ (new Listing(api, path));
    const cards = h("div", { class: "cards" });
    return listingView({
      listing,
      list: cards,
      render: () => reconcile(cards, listing.items, card, () => {}),
      empty: { icon: "person", heading: t("org.none"), text: t("org.none_text") },
    });
  }

  function change() {
    open.stop();
    open = list();
    place.replaceChildren(open.element);
  }
  place.append(open.element);
  const element = h(
    "section",
    { class: "stack" },
    h("h1", { tabindex: "-1" }, t("org.heading")),
    h("p", { class: "muted" }, t("org.text")),
    field(t("org.state"), state),
    place,
  );
  return { title: t("org.heading"), element, stop: () => open.stop() };
}

/** @param {Provider} provider */
const card = ({ id, name, credit_code, state }) =>
  h(
    "article",
    { class: "card stack", "data-testid": "organisation" },
    h("div", { class: "row row--between" }, h("span", { class: "code" }, credit_code), providerState(state)),
    h("h2", null, h("a", { href: `#/organisations/${id}` }, name)),
  );
