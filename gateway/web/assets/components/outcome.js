import { h, icon } from "../lib/dom.js";
import { hasText, t } from "../lib/i18n.js";
import { shown } from "../lib/time.js";

/** @typedef {import("../lib/release.js").Release} Release */

/** Reasons after which there is no later to wait for. */
const OVER = new Set(["too_late", "cancelled"]);

/** Reasons that another choice of companions mends. */
const COMPANY = new Set(["too_many", "companion_needed", "companion_age", "companion_unknown"]);

/** How each outcome looks. @type {Record<string, [string, string]>} */
const LOOKS = {
  won: ["good", "good"],
  held: ["good", "ticket"],
  already_claimed: ["info", "ticket"],
  entered: ["info", "release"],
  waiting: ["info", "wait"],
  sold_out: ["warn", "wait"],
  not_open: ["info", "release"],
  not_eligible: ["warn", "info"],
};

/**
 * @param {string} outcome
 * @param {string} [reason] the rule that refused
 * @returns {boolean} whether the member may ask once more: when the release opens, or with others
 */
export const mayAskAgain = (outcome, reason = "") =>
  (outcome === "not_open" && !OVER.has(reason)) || COMPANY.has(reason);

/**
 * How a request ended, in words, and what to do next.
 * @param {string} outcome
 * @param {string | undefined} reason
 * @param {Release} release
 * @param {string} [ticketId]
 * @returns {HTMLElement}
 */
export function outcomePanel(outcome, reason, release, ticketId) {
  const over = OVER.has(reason || "");
  const when = shown((outcome === "entered" && release.entries_until) || release.opens_at);
  const exact = `outcome.${outcome}.${reason}.text`;
  const named = `outcome.${outcome}.${reason}.heading`;
  const [kind, picture] = LOOKS[outcome] || ["info", "info"];
  const link =
    ticketId &&
    h(
      "a",
      { class: "button", href: `#/tickets/${ticketId}`, "data-testid": "show-ticket" },
      t("outcome.ticket"),
    );
  return h(
    "div",
    {
      class: `outcome note--${kind}`,
      tabindex: "-1",
      "data-testid": "outcome",
      "data-outcome": outcome,
    },
    icon(picture),
    h("strong", null, t(over ? "outcome.over.heading" : hasText(named) ? named : `outcome.${outcome}.heading`)),
    h("p", null, t(hasText(exact) ? exact : `outcome.${outcome}.text`, { when })),
    link || h("a", { href: "/receipts/", "data-testid": "show-receipts" }, t("outcome.receipts")),
  );
}
