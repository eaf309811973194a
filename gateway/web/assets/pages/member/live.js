import { EventStream } from "../../lib/events.js";
import { jittered } from "../../lib/waiting.js";

const MINUTE = 60000;
/** How often (ms) the page asks while the stream is down. */
const POLL = 30000;
/** Around an opening (ms) nothing asks: the claims have the way to themselves. */
const QUIET = 8000;
/** Before an opening, each page makes itself ready once at a moment of its own between these. */
const READY = { from: 90000, to: 20000 };

/**
 * Keeps the member's state up to date: by the event stream, by polling while that is down, and
 * once shortly before an opening, so that the claim finds a fresh token and a true clock. At the
 * opening itself it sends nothing.
 */
export class Live {
  #api;
  #clock;
  #state;
  #stream;
  #poll = 0;
  #ready = 0;
  #hidden = 0;
  #news = 0;
  #early = READY.to + Math.random() * (READY.from - READY.to);
  #look = () => this.#visibility();

  /**
   * @param {import("../../lib/api.js").Api} api
   * @param {import("../../lib/clock.js").ServerClock} clock
   * @param {import("./state.js").MemberState} state
   */
  constructor(api, clock, state) {
    this.#api = api;
    this.#clock = clock;
    this.#state = state;
    this.#stream = new EventStream(api, "/v1/me/events");
    this.#stream.on("event", (event) => this.#take(event));
    this.#stream.on("up", () => this.#refreshSoon());
    state.releases.on("change", () => this.#planReady());
  }

  start() {
    document.addEventListener("visibilitychange", this.#look);
    addEventListener("online", this.#look);
    this.#resume();
  }

  stop() {
    document.removeEventListener("visibilitychange", this.#look);
    removeEventListener("online", this.#look);
    clearTimeout(this.#hidden);
    this.#pause();
  }

  #resume() {
    clearTimeout(this.#poll);
    this.#stream.start();
    this.#schedulePoll();
  }

  #pause() {
    this.#stream.stop();
    clearTimeout(this.#poll);
    clearTimeout(this.#ready);
    clearTimeout(this.#news);
  }

  /** An old phone in a pocket needs no stream; when it comes out, it needs the truth. */
  #visibility() {
    clearTimeout(this.#hidden);
    if (document.hidden) {
      this.#hidden = setTimeout(() => this.#pause(), MINUTE);
      return;
    }
    this.#resume();
    this.#planReady();
    if (!this.#stream.up || this.#clock.stale) this.#refresh();
  }

  #schedulePoll() {
    this.#poll = setTimeout(() => {
      if (!this.#stream.up || this.#clock.stale) this.#refresh();
      this.#schedulePoll();
    }, jittered(POLL));
  }

  #refresh() {
    if (this.#nearOpening()) return this.#refreshSoon();
    // The views tell of trouble when they load; here the next turn is the remedy.
    this.#state.loadMessages().catch(() => {});
    this.#state.releases.load().catch(() => {});
  }

  #nearOpening() {
    const now = this.#clock.now();
    return this.#openings().some((opening) => Math.abs(opening - now) < QUIET);
  }

  #openings() {
    return this.#state.myReleases.map(({ opens_at }) => Date.parse(opens_at));
  }

  #planReady() {
    clearTimeout(this.#ready);
    const left = Math.min(
      ...this.#openings()
        .map((at) => at - this.#clock.now())
        .filter((n) => n > 0),
    );
    // Farther off than this, the list will have been loaded again before.
    if (left > 24 * 60 * MINUTE) return;
    const wait = left - this.#early;
    if (wait > 0) this.#ready = setTimeout(() => this.#prepare(), wait);
    else this.#api.ready(left + MINUTE).catch(() => {});
  }

  async #prepare() {
    await this.#api.ready(5 * MINUTE).catch(() => {});
    await this.#state.releases.load().catch(() => {});
  }

  /** @param {{type: string, data: any}} event */
  #take({ type, data }) {
    if (type === "message") this.#state.arrive(data);
    else if (type === "release" && !this.#state.updateRelease(data)) this.#refreshSoon();
  }

  /**
   * For a release that the page has not seen, and for what came before the stream was up: after a
   * break, or between the first look and the stream. Many pages hear of it in the same moment.
   */
  #refreshSoon() {
    clearTimeout(this.#news);
    this.#news = setTimeout(() => this.#refresh(), 1000 + Math.random() * 9000);
  }
}
