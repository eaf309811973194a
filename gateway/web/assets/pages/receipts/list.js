import { ask } from "../../components/uh-dialog.js";
import "../../components/uh-empty.js";
import { listingView } from "../../components/listing.js";
import { trouble } from "../../components/trouble.js";
import { h, reconcile } from "../../lib/dom.js";
import { hasText, t } from "../../lib/i18n.js";
import { Listing } from "../../lib/listing.js";
import { shown } from "../../lib/time.js";

/**
 * @typedef {object} Receipt
 * @property {string} id
 * @property {string} claim_id
 * @property {string} release_id
 * @property {string} title
 * @property {string} mode
 * @property {number} position
 * @property {string} outcome
 * @property {string} reason
 * @property {string} decided_at
 * @property {string} became
 * @property {number | null} rank in the draw
 * @property {number | null} ahead how many wait before
 * @property {string | null} offer_until
 * @property {string | null} entries_until
 * @property {string | null} ticket_id
 */

/** Badges by what a request became. @type {Record<string, string>} */
const LOOKS = { ticket: "open", used: "used", offered: "open", waiting: "before", in_draw: "before" };

/**
 * How what a request became is given up.
 * @type {Record<string, (api: import("../../lib/api.js").Api, receipt: Receipt) => Promise<any>>}
 */
const LEAVES = {
  in_draw: (api, { release_id }) =>
    api.send(`/v1/me/releases/${encodeURIComponent(release_id)}/entry`, { method: "DELETE" }),
  waiting: (api, { claim_id }) =>
    api.post(`/v1/me/waiting/${encodeURIComponent(claim_id)}/departure`, {}),
};

/**
 * Asks, takes it back, and shows what is true then.
 * @param {() => Promise<any>} leave
 * @param {Listing<Receipt>} listing
 */
function leaving(leave, listing) {
  const problems = h("div");
  const button = h(
    "button",
    { type: "button", class: "button", "data-testid": "leave", onclick: act },
    t("receipts.leave"),
  );
  async function act() {
    const sure = await ask({
      heading: t("receipts.leave_sure"),
      content: [h("p", null, t("receipts.leave_text"))],
      action: t("receipts.leave"),
    });
    if (!sure) return;
    button.disabled = true;
    problems.replaceChildren();
    try {
      await leave();
      await listing.load();
    } catch (error) {
      button.disabled = false;
      problems.replaceChildren(
        trouble(/** @type {import("../../lib/problem.js").Problem} */ (error)),
      );
    }
  }
  return h("div", { class: "stack" }, problems, h("div", { class: "row row--end" }, button));
}

/**
 * All requests of the member, the last release first.
 * @param {import("../../lib/api.js").Api} api
 */
export function listView(api) {
  const listing = /** @type {Listing<Receipt>} */ (new Listing(api, "/v1/me/receipts?limit=50"));
  const list = h("div", { class: "cards" });
  /** @param {Receipt} receipt */
  const show = (receipt) => {
    const made = card(receipt);
    const leave = LEAVES[receipt.became];
    if (leave) made.append(leaving(() => leave(api, receipt), listing));
    return made;
  };
  const { element: rows, stop } = listingView({
    listing,
    list,
    render: () => {
      // One that has become something else is another card.
      const items = listing.items.map((item) => ({ ...item, id: `${item.claim_id} ${item.became}` }));
      reconcile(list, items, show, () => {});
    },
    empty: { icon: "release", heading: t("receipts.none"), text: t("receipts.none_text") },
  });
  const element = h(
    "section",
    { class: "stack" },
    h("h1", { tabindex: "-1" }, t("receipts.heading")),
    h("p", { class: "muted" }, t("receipts.intro")),
    rows,
  );
  return { title: t("receipts.heading"), element, stop };
}

/** @param {Receipt} receipt */
function card(receipt) {
  const { title, position, outcome, reason, decided_at, became, mode, release_id } = receipt;
  const refused = `receipts.reason.${reason}`;
  const stands = now(receipt);
  return h(
    "article",
    { class: "card stack", "data-testid": "receipt", "data-became": became },
    h(
      "div",
      { class: "row row--between" },
      h("span", { class: `badge badge--${LOOKS[became] || "closed"}` }, standing(receipt)),
      h("span", { class: "muted" }, t("receipts.position", { position })),
    ),
    h("h2", { class: "card__title" }, title),
    h("p", null, `${shown(decided_at, "exact")} · ${t(`receipts.outcome.${outcome}`)}`),
    hasText(refused) && h("p", null, t(refused)),
    stands && h("p", { "data-testid": "became" }, stands),
    h(
      "div",
      { class: "row" },
      receipt.ticket_id &&
        became === "ticket" &&
        h("a", { class: "button", href: `/#/tickets/${receipt.ticket_id}` }, t("outcome.ticket")),
      outcome === "entered" &&
        mode !== "first_come" &&
        became !== "withdrawn" &&
        h(
          "a",
          { class: "button", href: `#/entry/${release_id}`, "data-testid": "show-entry" },
          t("receipts.entry"),
        ),
    ),
  );
}

/** @param {Receipt} receipt @returns {string} in a word */
const standing = ({ became, outcome }) =>
  t(became === "nothing" ? `receipts.outcome.${outcome}` : `receipts.became.${became}`);

/** @param {Receipt} receipt @returns {string} where it stands now */
function now({ became, rank, ahead, offer_until, entries_until }) {
  if (became === "in_draw" && entries_until) {
    return t("receipts.draw_after", { when: shown(entries_until) });
  }
  if (became === "offered" && offer_until) return t("receipts.until", { when: shown(offer_until) });
  const parts = [rank && t("receipts.rank", { rank })];
  if (became === "waiting" && ahead !== null) {
    parts.push(ahead < 10000 ? t("receipts.ahead", { ahead }) : t("receipts.far"));
  }
  return parts.filter(Boolean).join(" · ");
}
