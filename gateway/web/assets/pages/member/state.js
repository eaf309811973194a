import { Emitter } from "../../lib/emitter.js";
import { Listing } from "../../lib/listing.js";
import { forget, keep, recall } from "../../lib/storage.js";
import { sleep } from "../../lib/waiting.js";
import { Claims } from "./claims.js";

/**
 * @typedef {{id: string, name: string, district: string}} Me
 * @typedef {import("../../lib/release.js").Release} Release
 * @typedef {import("../../components/uh-message-list.js").Message} Message
 *
 * @typedef {object} Ticket
 * @property {string} id
 * @property {string} release_id
 * @property {string} title
 * @property {string} [venue]
 * @property {"valid" | "used" | "cancelled"} state
 * @property {string} code
 * @property {string} short_code
 * @property {string} [used_at]
 * @property {string | null} [event_starts_at]
 * @property {string | null} [return_until]
 * @property {number} [places]
 * @property {string[]} [companions]
 */

/** What the page knows of one member. Emits `unread` and, for a message that came in, `message`. */
export class MemberState extends Emitter {
  #api;
  #arrivals = 0;
  unread = 0;

  /** @param {import("../../lib/api.js").Api} api @param {Me} me */
  constructor(api, me) {
    super();
    this.#api = api;
    this.me = me;
    this.claims = new Claims(api, me.id);
    this.releases = /** @type {Listing<Release>} */ (new Listing(api, "/v1/releases?limit=50"));
    this.tickets = /** @type {Listing<Ticket>} */ (new Listing(api, "/v1/me/tickets?limit=50"));
    this.messages = /** @type {Listing<Message>} */ (new Listing(api, "/v1/me/messages?limit=50"));
    this.tickets.items = recall(this.#name("tickets")) || [];
    this.tickets.loaded = this.tickets.items.length > 0;
    this.claims.on("change", (id) => this.#won(id));
  }

  /**
   * Who is logged in; without a network, who was.
   * @param {import("../../lib/api.js").Api} api
   * @returns {Promise<MemberState>}
   */
  static async load(api) {
    const before = recall("uh.mine.me");
    try {
      const me = await api.get("/v1/me");
      if (before && before.id !== me.id) forget("uh.mine.");
      keep("uh.mine.me", me);
      return new MemberState(api, me);
    } catch (error) {
      const { status } = /** @type {import("../../lib/problem.js").Problem} */ (error);
      if (!before || (status >= 400 && status < 500)) throw error;
      return new MemberState(api, before);
    }
  }

  /** The releases of the member's district. */
  get myReleases() {
    const { district } = this.me;
    return this.releases.items.filter(
      ({ districts, state }) =>
        state !== "draft" && (!district || !districts.length || districts.includes(district)),
    );
  }

  /** @param {string} id of a release @returns {Ticket | null} the member's ticket for it */
  ticketFor(id) {
    const mine = this.tickets.items.find((ticket) => ticket.release_id === id);
    return mine && mine.state !== "cancelled" ? mine : null;
  }

  async loadTickets() {
    await this.tickets.load();
    keep(this.#name("tickets"), this.tickets.items);
  }

  /** @param {string} id @returns {Promise<Ticket>} fresh, or as it was seen last */
  async ticket(id) {
    try {
      const ticket = await this.#api.get(`/v1/me/tickets/${encodeURIComponent(id)}`);
      const { items } = this.tickets;
      const known = items.some((other) => other.id === id);
      this.tickets.set(
        known ? items.map((it) => (it.id === id ? ticket : it)) : [ticket, ...items],
      );
      keep(this.#name("tickets"), this.tickets.items);
      return ticket;
    } catch (error) {
      const seen = this.tickets.items.find((ticket) => ticket.id === id);
      const { passing } = /** @type {import("../../lib/problem.js").Problem} */ (error);
      if (seen && passing) return seen;
      throw error;
    }
  }

  /** @param {string} id of a ticket @returns {Promise<string>} the SVG of its code */
  async code(id) {
    const name = this.#name(`code.${id}`);
    const kept = recall(name);
    const { code } = this.tickets.items.find((ticket) => ticket.id === id) || { code: "" };
    // Another key signs since: the picture that was kept may be worth nothing.
    if (kept && kept.code === code) return kept.svg;
    const path = `/v1/me/tickets/${encodeURIComponent(id)}/code.svg`;
    const svg = await this.#api.get(path, { as: "text", headers: { Accept: "image/svg+xml" } });
    keep(name, { code, svg });
    return svg;
  }

  async loadMessages() {
    const arrivals = this.#arrivals;
    const { unread } = await this.messages.load();
    this.#count(unread);
    // What came in meanwhile may be missing in an answer that was made before.
    if (arrivals !== this.#arrivals) await this.loadMessages();
  }

  /** A message that came in over the stream. @param {Message} message */
  arrive(message) {
    if (this.messages.items.some(({ id }) => id === message.id)) return;
    this.#arrivals += 1;
    this.messages.set([{ ...message, read: false }, ...this.messages.items]);
    this.#count(this.unread + 1);
    this.emit("message", message);
  }

  /** @param {Partial<Release>} news @returns {boolean} whether it is about a release of the list */
  updateRelease(news) {
    const { items } = this.releases;
    if (!items.some(({ id }) => id === news.id)) return false;
    this.releases.set(items.map((it) => (it.id === news.id ? { ...it, ...news } : it)));
    return true;
  }

  /** @param {string} id of a message */
  async read(id) {
    const message = this.messages.items.find((item) => item.id === id);
    if (!message || message.read) return;
    const mark = (/** @type {boolean} */ read) => {
      this.messages.set(this.messages.items.map((m) => (m.id === id ? { ...m, read } : m)));
      this.#count(this.unread + (read ? -1 : 1));
    };
    mark(true);
    await this.#api.post(`/v1/me/messages/${encodeURIComponent(id)}/read`).catch(() => mark(false));
  }

  /** The list follows a win; winners do not all ask in the same moment. @param {string} id */
  async #won(id) {
    const claim = this.claims.of(id);
    if (!claim || claim.outcome !== "won") return;
    await sleep(1000 + Math.random() * 3000);
    // The card links to the ticket already; the list is loaded again when it is opened.
    await this.loadTickets().catch(() => {});
  }

  /** @param {number} unread */
  #count(unread) {
    this.unread = Math.max(0, unread || 0);
    this.emit("unread");
  }

  /** @param {string} part */
  #name(part) {
    return `uh.mine.${this.me.id}.${part}`;
  }
}
