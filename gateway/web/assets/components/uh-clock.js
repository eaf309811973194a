import { text } from "../lib/dom.js";
import { shown } from "../lib/time.js";

/** The server's time, ticking: what decides is seen. Silent for screen readers. */
export class Clock extends HTMLElement {
  /** @type {import("../lib/clock.js").ServerClock | null} */
  clock = null;
  #timer = 0;

  connectedCallback() {
    this.setAttribute("role", "timer");
    this.#show();
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
  }

  #show() {
    if (!this.clock) return;
    const now = this.clock.now();
    text(this, shown(now, "clock"));
    this.#timer = setTimeout(() => this.#show(), 1000 - (now % 1000) + 5);
  }
}

customElements.define("uh-clock", Clock);
