import { Emitter } from "../../lib/emitter.js";
import { newKey } from "../../lib/keys.js";
import { keep, recall } from "../../lib/storage.js";
import { jittered } from "../../lib/waiting.js";
import { CodeChecker, looksSigned } from "./codes.js";
import { DoorList } from "./list.js";
import { enqueue, flush, tellConflict, waiting } from "./queue.js";

/** How often (ms) the list and the counters are fetched. */
const FRESH = 10000;
/** How long (ms) the network may take before the gate decides by itself. */
const PATIENCE = 4000;

/**
 * @typedef {{gate: string, device: string, release: string}} Setup
 *
 * @typedef {object} Checked
 * @property {"admitted" | "already_used" | "invalid" | "unchecked"} result
 * @property {string} [reason]
 * @property {string} [title]
 * @property {string | null} [ticket_id]
 * @property {string | null} [used_at]
 * @property {string} [used_gate]
 * @property {string[]} [companions] names of those who come along, while there is a connection
 * @property {boolean} [offline] decided here, to be told of later
 */

/**
 * One gate: asks the server while there is one, else decides by signature and list, and tells of it
 * later. Emits `change`.
 */
export class Gate extends Emitter {
  #api;
  #clock;
  #checker = new CodeChecker();
  #timer = 0;
  #running = false;
  list = new DoorList();
  online = true;
  /** Whether this browser can check signatures; unknown until it has keys. @type {boolean | null} */
  able = null;
  /** @type {Setup} */
  setup = recall("uh.door.setup") || { gate: "", device: newKey().slice(0, 8), release: "" };

  /**
   * @param {import("../../lib/api.js").Api} api
   * @param {import("../../lib/clock.js").ServerClock} clock
   */
  constructor(api, clock) {
    super();
    this.#api = api;
    this.#clock = clock;
  }

  /** Whether it can do without the server. */
  get ready() {
    return this.able === true && this.list.covers(this.setup.release);
  }

  async start() {
    this.#running = true;
    addEventListener("online", this.#now);
    const keys = recall("uh.door.keys");
    if (keys) this.able = await this.#checker.learn(keys);
    this.#turn();
  }

  stop() {
    this.#running = false;
    clearTimeout(this.#timer);
    removeEventListener("online", this.#now);
  }

  /** @param {Partial<Setup>} change */
  choose(change) {
    this.setup = { ...this.setup, ...change };
    keep("uh.door.setup", this.setup);
    this.emit("change");
    this.#now();
  }

  /** @param {string} code @returns {Promise<Checked>} */
  async check(code) {
    const { gate, device, release } = this.setup;
    const scanned_at = new Date(this.#time()).toISOString();
    const body = { code, gate, device, scanned_at, ...(release && { release_id: release }) };
    const scan = { key: newKey(), body };
    try {
      const checked = await this.#send(scan, navigator.onLine ? 2 : 1);
      this.#heard(true);
      const { ticket_id, used_at, used_gate, result } = checked;
      if (ticket_id && used_at && checked.release_id === release) {
        this.list.note(ticket_id, { at: used_at, gate: used_gate, mine: result === "admitted" });
      }
      return checked;
    } catch (error) {
      const problem = /** @type {import("../../lib/problem.js").Problem} */ (error);
      if (!problem.passing) throw problem;
      this.#heard(false);
      const checked = await this.#decide(code, scanned_at);
      if (checked.result === "admitted") {
        enqueue(scan);
        this.emit("change");
      }
      return checked;
    }
  }

  /** @param {string} code @param {string} at @returns {Promise<Checked>} */
  async #decide(code, at) {
    const { release, gate } = this.setup;
    if (!looksSigned(code)) return { result: "unchecked", reason: "short_code" };
    if (this.able === false) return { result: "unchecked", reason: "no_crypto" };
    if (!this.ready) return { result: "unchecked", reason: "not_prepared" };
    const signed = await this.#checker.read(code);
    if (!signed) return { result: "invalid", reason: "forged" };
    if (signed.release !== release) return { result: "invalid", reason: "other_release" };
    const title = this.list.kept ? this.list.kept.title : "";
    if (this.list.revoked(signed.ticket)) return { result: "invalid", reason: "cancelled", title };
    const use = this.list.use(signed.ticket);
    if (use) return { result: "already_used", title, used_at: use.at, used_gate: use.gate };
    this.list.note(signed.ticket, { at, gate, mine: true });
    return { result: "admitted", title, used_at: at, used_gate: gate, offline: true };
  }

  #now = () => {
    clearTimeout(this.#timer);
    this.#turn();
  };

  async #turn() {
    if (!this.#running) return;
    clearTimeout(this.#timer);
    try {
      await this.#follow();
      this.#heard(true);
    } catch (error) {
      const { passing } = /** @type {import("../../lib/problem.js").Problem} */ (error);
      if (passing) this.#heard(false);
    }
    this.emit("change");
    clearTimeout(this.#timer);
    if (this.#running) this.#timer = setTimeout(this.#now, jittered(FRESH));
  }

  async #follow() {
    const { keys } = await this.#api.get("/v1/ticket-keys", { attempts: 1, timeout: PATIENCE });
    keep("uh.door.keys", keys);
    this.able = await this.#checker.learn(keys);
    // The device's own clock may be wrong; after a start without a network this mends it.
    keep("uh.door.offset", this.#clock.now() - Date.now());
    if (waiting().length) await flush((scan) => this.#send(scan, 1));
    if (!this.setup.release) return;
    for (const { mine, first } of await this.list.follow(this.#api, this.setup.release)) {
      const found = { result: "already_used", reason: "", used_at: first.at, used_gate: first.gate };
      tellConflict({ at: mine.at, ...found });
    }
  }

  /** @param {import("./queue.js").Scan} scan @param {number} attempts @returns {Promise<any>} */
  #send({ key, body }, attempts) {
    return this.#api.post("/v1/check-ins", body, { key, attempts, timeout: PATIENCE });
  }

  /** @param {boolean} online */
  #heard(online) {
    if (online === this.online) return;
    this.online = online;
    this.emit("change");
  }

  #time() {
    return this.#clock.stale ? Date.now() + (recall("uh.door.offset") || 0) : this.#clock.now();
  }
}
