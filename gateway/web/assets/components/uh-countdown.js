import { t } from "../lib/i18n.js";
import { attribute, text } from "../lib/dom.js";

const SECOND = 1000;
const DAY = 86400 * SECOND;

/**
 * Counts down to `until` by the server's clock and emits `uh-due` once, when it is reached.
 * Not a live region: a reader asks for it, the page announces the opening.
 */
export class Countdown extends HTMLElement {
  /** @type {import("../lib/clock.js").ServerClock | null} */
  clock = null;
  #until = NaN;
  #timer = 0;
  #tick = () => this.#show();

  connectedCallback() {
    this.setAttribute("role", "timer");
    document.addEventListener("visibilitychange", this.#tick);
    this.#show();
  }

  disconnectedCallback() {
    document.removeEventListener("visibilitychange", this.#tick);
    clearTimeout(this.#timer);
  }

  /** @param {number} moment ms since 1970 in the server's time */
  set until(moment) {
    if (moment === this.#until) return;
    this.#until = moment;
    if (this.isConnected) this.#show();
  }

  #show() {
    clearTimeout(this.#timer);
    if (!this.clock || Number.isNaN(this.#until)) return;
    const left = this.#until - this.clock.now();
    text(this, duration(Math.max(0, left)));
    attribute(this, "data-far", left > DAY);
    if (left > 0) {
      // A timer may fire a little early: then this asks again instead of opening too soon.
      this.#timer = setTimeout(this.#tick, Math.max(1, left % SECOND || SECOND));
      return;
    }
    this.#until = NaN;
    this.dispatchEvent(new CustomEvent("uh-due", { bubbles: true }));
  }
}

/** @param {number} ms @returns {string} such as `2 天 03:04:05`; a started second counts */
export function duration(ms) {
  const seconds = Math.ceil(ms / SECOND);
  const [hour, minute, second] = [seconds / 3600, (seconds / 60) % 60, seconds % 60];
  const two = (/** @type {number} */ n) => String(Math.floor(n)).padStart(2, "0");
  const days = Math.floor((seconds * SECOND) / DAY);
  const clock = `${two(hour % 24)}:${two(minute)}:${two(second)}`;
  return days ? t("countdown.days", { days, clock }) : clock;
}

customElements.define("uh-countdown", Countdown);
