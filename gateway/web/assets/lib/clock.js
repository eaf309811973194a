/** How many samples count: enough to meet one quick answer, few enough to forget a wrong one. */
const SAMPLES = 8;
/** More than this between the two clocks of the device (ms): it slept, or its clock was set. */
const JUMP = 1500;

/**
 * The server's time, whatever the device's clock says.
 *
 * A stamp that the server made before its answer came in at `t` proves: server time at `t` is at
 * least the stamp. Each sample so gives a lower bound of the offset, and the greatest bound is
 * kept (one side of Cristian, "Probabilistic clock synchronization", 1989). The clock is thus late
 * by the quickest way back seen so far and never early: a button that it opens is never refused as
 * too soon. Counted on the device's monotonic clock, which nobody can set.
 */
export class ServerClock {
  /** @type {number[]} */
  #exact = [];
  /** @type {number[]} */
  #coarse = [];
  #ticks;
  #wall;
  #drift;

  /**
   * @param {{ticks?: () => number, wall?: () => number}} [device] the device's clocks, in ms
   */
  constructor({ ticks = () => performance.now(), wall = () => Date.now() } = {}) {
    this.#ticks = ticks;
    this.#wall = wall;
    this.#drift = wall() - ticks();
  }

  /** Whether a new sample is due: there is none yet, or the device slept or was set since. */
  get stale() {
    return this.#jumped() || this.#exact.length + this.#coarse.length === 0;
  }

  /** @returns {number} the tick to hand in with a sample that is read later than it came in */
  tick() {
    return this.#ticks();
  }

  /**
   * @param {string | null | undefined} stamp `server_time` of an answer
   * @param {number} [at] the tick at which the answer came in
   */
  sample(stamp, at = this.#ticks()) {
    this.#take(this.#exact, stamp, at);
  }

  /** @param {string | null} stamp the `Date` header: whole seconds, perhaps of another machine */
  sampleHeader(stamp) {
    this.#take(this.#coarse, stamp, this.#ticks());
  }

  /** @returns {number} ms since 1970 in the server's time, or the device's guess before any sample */
  now() {
    const bounds = this.#exact.length ? this.#exact : this.#coarse;
    return bounds.length ? this.#ticks() + Math.max(...bounds) : this.#wall();
  }

  /** @param {number[]} bounds @param {string | null | undefined} stamp @param {number} at */
  #take(bounds, stamp, at) {
    const server = Date.parse(stamp || "");
    if (Number.isNaN(server)) return;
    if (this.#jumped()) {
      this.#drift = this.#wall() - this.#ticks();
      this.#exact.length = this.#coarse.length = 0;
    }
    bounds.push(server - at);
    if (bounds.length > SAMPLES) bounds.shift();
  }

  /**
   * Some devices stop the monotonic clock while they sleep. The old samples are late then, which
   * is the safe side, so they serve until a new one is there.
   */
  #jumped() {
    return Math.abs(this.#wall() - this.#ticks() - this.#drift) > JUMP;
  }
}
