import { keep, recall } from "../../lib/storage.js";

const NAME = "uh.door.list";

/**
 * @typedef {object} Use
 * @property {string} at when the ticket was used
 * @property {string} gate
 * @property {boolean} [mine] admitted by this device
 *
 * @typedef {object} Counts
 * @property {number} places
 * @property {number} admitted_places
 * @property {number} awaited_places
 * @property {{gate: string, tickets: number, places: number}[]} gates
 *
 * @typedef {object} Kept
 * @property {string} release
 * @property {string} title
 * @property {string} cursor
 * @property {boolean} over the whole release was called off
 * @property {Counts | null} counts
 * @property {string[]} cancelled
 * @property {Record<string, Use>} used
 */

/** What this device knows of one release: revoked and used tickets, kept for the time offline. */
export class DoorList {
  /** @type {Kept | null} */
  kept = recall(NAME);

  /** @param {string} release @returns {boolean} whether there is a list of it */
  covers(release) {
    return !!this.kept && this.kept.release === release && !!this.kept.cursor;
  }

  /**
   * Brings it up to date.
   * @param {import("../../lib/api.js").Api} api
   * @param {string} release
   * @returns {Promise<{ticket: string, mine: Use, first: Use}[]>} tickets that this device has
   *   admitted and another gate before it
   */
  async follow(api, release) {
    if (!this.kept || this.kept.release !== release) {
      this.kept = {
        release,
        title: "",
        cursor: "",
        over: false,
        counts: null,
        cancelled: [],
        used: {},
      };
    }
    const beaten = [];
    for (let more = true; more; ) {
      const { cursor } = this.kept;
      const query = cursor ? `?cursor=${encodeURIComponent(cursor)}` : "";
      const news = await api.get(`/v1/releases/${release}/door-list${query}`, { attempts: 1 });
      more = news.more;
      beaten.push(...this.#take(news));
    }
    keep(NAME, this.kept);
    return beaten;
  }

  /** @param {string} ticket @returns {boolean} */
  revoked(ticket) {
    const { kept } = this;
    return !!kept && (kept.cancelled.includes(ticket) || (kept.over && !kept.used[ticket]));
  }

  /** @param {string} ticket @returns {Use | undefined} */
  use(ticket) {
    return this.kept ? this.kept.used[ticket] : undefined;
  }

  /** Notes what this device has just seen. @param {string} ticket @param {Use} use */
  note(ticket, use) {
    if (!this.kept) return;
    this.kept.used[ticket] = use;
    keep(NAME, this.kept);
  }

  /** @param {any} news */
  #take({ title, cursor, release_cancelled, counts, cancelled, used }) {
    const kept = /** @type {Kept} */ (this.kept);
    const beaten = [];
    kept.cancelled = [...new Set([...kept.cancelled, ...cancelled])];
    for (const { ticket_id: ticket, used_at: at, gate } of used) {
      const known = kept.used[ticket];
      const earlier = known && Date.parse(at) < Date.parse(known.at);
      if (known && known.mine && earlier) beaten.push({ ticket, mine: known, first: { at, gate } });
      if (!known || earlier) kept.used[ticket] = { at, gate };
    }
    Object.assign(kept, { title, cursor, counts, over: release_cancelled });
    return beaten;
  }
}
