import "../../components/uh-clock.js";
import "../../components/uh-empty.js";
import { listingView } from "../../components/listing.js";
import "../../components/uh-release-card.js";
import { h, reconcile, text } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { phase } from "../../lib/release.js";
import { shown } from "../../lib/time.js";

/** @typedef {import("../../lib/release.js").Release} Release */

/** What opens this soon (ms) stands first: nobody should look for it in the last minutes. */
const SOON = 30 * 60000;
/** Then what one can act on, what comes, what is gone. @type {Record<string, number>} */
const RANKS = { open: 1, before: 2, sold_out: 3, closed: 4, cancelled: 4 };
const PAST = 4;

/**
 * The releases of the member's district, with the button.
 * @param {import("../member.js").Context} context
 */
export function releasesView({ api, state, clock, toast }) {
  const { name, district } = state.me;
  const current = h("div", { class: "cards" });
  const gone = h("div", { class: "cards" });
  const goneTitle = h("summary");
  const past = h("details", { class: "past" }, goneTitle, gone);

  // A card stays where it was first seen: nothing moves under a finger at the opening second.
  /** @type {Map<string, number>} */
  const ranks = new Map();
  /** @param {Release} release */
  const rank = (release) => {
    const { id, opens_at } = release;
    if (!ranks.has(id)) {
      const now = clock.now();
      const is = phase(release, now);
      ranks.set(id, is === "before" && Date.parse(opens_at) - now < SOON ? 0 : RANKS[is]);
    }
    return /** @type {number} */ (ranks.get(id));
  };

  /** @param {Release} release */
  const make = (release) => {
    const { id, title, opens_at, eligibility } = release;
    const card = /** @type {any} */ (
      h("uh-release-card", {
        "onuh-claim": () => state.claims.claim(id),
        "onuh-wait": () => state.claims.claim(id, "waiting"),
        "onuh-early": () => toast.show(t("claim.early", { when: shown(opens_at) })),
        "onuh-due": () => {
          if (card.dataset.phase === "open") toast.say(t("release.open_now", { title }));
        },
      })
    );
    card.clock = clock;
    if (Object.keys(eligibility || {}).length) showRules(card, release);
    return card;
  };
  // Few releases ask for more than the district: what tells of it comes when one does.
  /** @param {any} card @param {Release} release */
  async function showRules(card, release) {
    const rules = await import("../../components/eligibility.js");
    rules.showRules(card.rules, release, api, state.me.id);
  }
  /** @param {any} card @param {Release} release */
  const update = (card, release) =>
    card.show(release, state.claims.of(release.id), state.ticketFor(release.id));

  function render() {
    const mine = state.myReleases
      .slice()
      .sort((a, b) => rank(a) - rank(b) || a.opens_at.localeCompare(b.opens_at));
    const ended = mine.filter((release) => rank(release) === PAST);
    reconcile(
      current,
      mine.filter((release) => rank(release) < PAST),
      make,
      update,
    );
    reconcile(gone, ended, make, update);
    text(goneTitle, t("releases.past", { n: ended.length }));
    past.hidden = !ended.length;
  }

  const view = listingView({
    listing: state.releases,
    load: () => Promise.all([state.releases.load(), state.loadTickets().catch(() => {})]),
    list: h("div", { class: "stack" }, current, past),
    render,
    empty: { icon: "release", heading: t("releases.none"), text: t("releases.none_text") },
  });
  const stops = [view.stop, state.claims.on("change", render), state.tickets.on("change", render)];
  const where = district ? t(`district.${district}`) : "";
  const time = Object.assign(h("uh-clock"), { clock });
  const element = h(
    "section",
    { class: "stack" },
    h("h1", { tabindex: "-1" }, t("releases.heading")),
    h(
      "div",
      { class: "row row--between muted" },
      h("span", null, t("releases.for", { name, where })),
      h("span", null, t("releases.time"), " ", time),
    ),
    view.element,
  );
  return { title: t("releases.heading"), element, stop: () => stops.forEach((stop) => stop()) };
}
