/**
 * @typedef {object} Release
 * @property {string} id
 * @property {string} code
 * @property {string} title
 * @property {string[]} districts
 * @property {number} stock
 * @property {number} remaining
 * @property {boolean} [waiting_list]
 * @property {"draft" | "scheduled" | "open" | "closed" | "cancelled"} state
 * @property {string} opens_at
 * @property {string} closes_at
 * @property {"first_come" | "window" | "ballot"} [mode]
 * @property {string | null} [entries_until] until when a request takes part in the draw
 * @property {string | null} [drawn_at]
 * @property {string} [venue]
 * @property {string} [description]
 * @property {import("../components/eligibility.js").Eligibility} [eligibility]
 */

/**
 * @param {Release} release
 * @param {number} now server time in ms
 * @returns {"cancelled" | "closed" | "before" | "sold_out" | "open"} the stored state, kept up to
 *   date by the clock: at the opening second nobody waits for an event
 */
export function phase({ state, opens_at, closes_at, remaining }, now) {
  if (state === "cancelled") return "cancelled";
  if (state === "closed" || now >= Date.parse(closes_at)) return "closed";
  if (now < Date.parse(opens_at)) return "before";
  return remaining === 0 ? "sold_out" : "open";
}

/**
 * @param {Release} release
 * @param {number} now server time in ms
 * @returns {boolean} whether a request now takes part in a draw
 */
export const takesEntries = ({ entries_until, drawn_at }, now) =>
  !!entries_until && !drawn_at && now < Date.parse(entries_until);
