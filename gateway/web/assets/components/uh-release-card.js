import "./uh-countdown.js";
import { mayAskAgain, outcomePanel } from "./outcome.js";
import { attribute, h, text } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { phase, takesEntries } from "../lib/release.js";
import { shown } from "../lib/time.js";

/**
 * @typedef {import("../lib/release.js").Release} Release
 *
 * @typedef {object} Claim how far a request has come
 * @property {"sending" | "unknown" | "refused" | "decided"} stage
 * @property {string} [outcome] won, entered, waiting, sold_out, not_open, …
 * @property {string} [reason] the rule that refused
 * @property {string} [ticketId]
 * @property {string} [note] what to tell while it runs or fails
 */

/**
 * One release with its one big button. Emits `uh-claim` when it is pressed while open and
 * `uh-early` when pressed before, `uh-wait` where the list of a full release is wanted. The button
 * is never `disabled`, only says so: it keeps the focus, so that a keyboard is ready at the opening
 * second.
 */
export class ReleaseCard extends HTMLElement {
  /** @type {import("../lib/clock.js").ServerClock} */
  clock = /** @type {any} */ (null);
  /** @type {Release} */
  #release = /** @type {any} */ (null);
  /** @type {Claim | null} */
  #claim = null;
  /** @type {{id: string} | null} */
  #ticket = null;
  #view = "";

  #title = h("h2", { class: "card__title" });
  #badge = h("span", { class: "badge", "data-testid": "release-state" });
  #facts = h("p", { class: "muted" });
  #about = h("p");
  #mode = h("p", { class: "muted", "data-testid": "mode" });
  #label = h("span");
  #countdown = /** @type {import("./uh-countdown.js").Countdown} */ (h("uh-countdown"));
  #timing = h("div", { class: "timing" }, this.#label, this.#countdown);
  #stock = h("progress");
  #left = h("p", { class: "stock", "data-testid": "remaining" });
  #word = h("span");
  #button = h(
    "button",
    { type: "button", class: "button button--primary button--big", "data-testid": "claim" },
    this.#word,
  );
  #note = h("p", { class: "muted card__note" });
  /** For whom it is and with whom; filled by who shows the card. */
  rules = h("div");
  #outcome = h("div", { role: "status" });
  #wait = h(
    "button",
    { type: "button", class: "button button--wide", "data-testid": "wait", hidden: true },
    h("span"),
  );

  connectedCallback() {
    if (this.firstChild) return;
    this.classList.add("card", "release");
    attribute(this, "data-testid", "release");
    this.append(
      h("div", { class: "row row--between" }, this.#badge, this.#facts),
      this.#title,
      this.#about,
      this.#mode,
      this.rules,
      this.#stock,
      this.#left,
      this.#timing,
      this.#button,
      this.#note,
      this.#outcome,
      this.#wait,
    );
    this.#wait.addEventListener("click", () => this.dispatchEvent(new CustomEvent("uh-wait")));
    this.#button.addEventListener("click", () => this.#press());
    this.addEventListener("uh-due", () => this.#render());
    if (this.#release) this.#render();
  }

  /**
   * @param {Release} release
   * @param {Claim | null} claim
   * @param {{id: string} | null} ticket the member's, if there is one
   */
  show(release, claim, ticket) {
    this.#release = release;
    this.#claim = claim;
    this.#ticket = ticket;
    this.#countdown.clock = this.clock;
    if (this.isConnected) this.#render();
  }

  #press() {
    const off = this.#button.getAttribute("aria-disabled") === "true";
    const early = this.#view === "before";
    if (off && !early) return;
    this.dispatchEvent(new CustomEvent(early ? "uh-early" : "uh-claim", { bubbles: true }));
  }

  #render() {
    const release = this.#release;
    const view = (this.#view = phase(release, this.clock.now()));
    this.setAttribute("data-phase", view);
    text(this.#title, release.title);
    const entering = view === "open" && takesEntries(release, this.clock.now());
    text(this.#badge, t(entering ? "phase.entering" : `phase.${view}`));
    attribute(this.#badge, "class", `badge badge--${view}`);
    const place = release.venue || release.districts.map((code) => t(`district.${code}`)).join(" ");
    text(this.#facts, place);
    text(this.#about, release.description || "");
    const { mode = "first_come", entries_until } = release;
    this.#mode.hidden = mode === "first_come";
    attribute(this.#mode, "data-mode", mode);
    const until = entries_until ? shown(entries_until) : "";
    text(this.#mode, entries_until ? t(`mode.${mode}.text`, { when: until }) : "");
    this.#renderTime(view, entering);
    this.#renderStock(view);
    const result = this.#result();
    const pressed = this.#button === document.activeElement;
    this.#renderButton(view, result, entering);
    this.#renderOutcome(result);
    const full = result === "sold_out" || (!result && view === "sold_out");
    this.#wait.hidden = !full || !release.waiting_list || this.#claim?.stage === "sending";
    text(/** @type {HTMLElement} */ (this.#wait.firstElementChild), t("claim.wait"));
    // A hidden button would drop the focus: the outcome takes it over.
    if (pressed && this.#button.hidden) {
      /** @type {HTMLElement | null} */ (this.#outcome.firstElementChild)?.focus();
    }
  }

  /** @param {string} view @param {boolean} entering */
  #renderTime(view, entering) {
    const { opens_at, closes_at, entries_until } = this.#release;
    const next = view === "before" ? opens_at : (entering && entries_until) || closes_at;
    const running = view === "before" || view === "open";
    const when = { when: shown(next) };
    const word = view === "before" ? "opens" : entering ? "entries" : "closes";
    text(this.#label, t(`release.${word}`, when));
    this.#timing.hidden = !running;
    if (running) this.#countdown.until = Date.parse(next);
  }

  /** @param {string} view */
  #renderStock(view) {
    const { stock, remaining } = this.#release;
    // There before the opening as well: the button must not move in the second it opens.
    this.#stock.hidden = view !== "open" && view !== "before";
    this.#stock.max = stock;
    this.#stock.value = remaining;
    attribute(this.#stock, "aria-label", t("release.left", { stock, remaining }));
    this.#left.hidden = view === "cancelled" || view === "closed";
    const words = view === "before" ? t("release.stock", { stock }) : "";
    text(this.#left, words || t("release.left", { stock, remaining }));
  }

  /** @returns {string} the outcome that stands, or nothing while the member may still ask */
  #result() {
    const { stage, outcome = "", reason } = this.#claim || {};
    if (stage === "decided" && !mayAskAgain(outcome, reason)) return outcome;
    return this.#ticket ? "held" : "";
  }

  /** @param {string} view @param {string} result @param {boolean} entering */
  #renderButton(view, result, entering) {
    const { stage, note } = this.#claim || {};
    const sending = stage === "sending";
    this.#button.hidden =
      !!result || !(view === "before" || view === "open" || stage === "unknown");
    attribute(this.#button, "aria-disabled", view === "before" || sending ? "true" : null);
    attribute(this.#button, "data-busy", sending);
    const word = sending
      ? "claim.sending"
      : stage === "unknown"
        ? "claim.ask_again"
        : entering || (view === "before" && this.#release.entries_until)
          ? "claim.enter"
          : "claim.press";
    text(this.#word, t(word));
    this.#note.hidden = this.#button.hidden;
    text(this.#note, note || t(view === "before" ? "claim.wait_here" : entering ? "claim.once" : "claim.limit"));
  }

  /** @param {string} result */
  #renderOutcome(result) {
    const { stage, outcome, reason, ticketId } = this.#claim || {};
    const again = stage === "decided" && !result && this.#view !== "closed";
    const shownOutcome = result || (again && outcome) || "";
    const looks = shownOutcome && `${shownOutcome} ${reason || ""}`;
    if (this.#outcome.dataset.looks === looks) return;
    this.#outcome.dataset.looks = looks;
    const panel =
      shownOutcome &&
      outcomePanel(shownOutcome, reason, this.#release, ticketId || this.#ticket?.id);
    this.#outcome.replaceChildren(...(panel ? [panel] : []));
  }
}

customElements.define("uh-release-card", ReleaseCard);
