import { Emitter } from "../../lib/emitter.js";
import { t } from "../../lib/i18n.js";
import { newKey } from "../../lib/keys.js";
import { Problem } from "../../lib/problem.js";
import { keep, recall } from "../../lib/storage.js";
import { backOff, sleep } from "../../lib/waiting.js";

/** How often one press is sent at most: with the waits between, half a minute of trouble. */
const ATTEMPTS = 7;
/** How often an outcome that is not decided yet is asked for: about five minutes. */
const TURNS = 30;
/** Longer (ms) than the gateway itself tries to have a claim decided. */
const TIMEOUT = 12000;
/** From when on (ms) a wait is explained. */
const PATIENCE = 2000;

/** @typedef {{key?: string, company?: string[], wish?: string, outcome?: string, reason?: string, ticketId?: string}} Kept */

/**
 * The member's requests for places. A press makes one key, kept before it is sent: whatever
 * breaks then, the network, the page or the phone, asking again is the same request and can win
 * no second place. Emits `change` with the release's id.
 */
export class Claims extends Emitter {
  #api;
  #name;
  #memberId;
  /** @type {Record<string, Kept>} */
  #kept;
  /** @type {Map<string, import("../../components/uh-release-card.js").Claim>} */
  #running = new Map();

  /** @param {import("../../lib/api.js").Api} api @param {string} memberId */
  constructor(api, memberId) {
    super();
    this.#api = api;
    this.#memberId = memberId;
    this.#name = `uh.mine.${memberId}.claims`;
    this.#kept = recall(this.#name) || {};
  }

  /** @param {string} id of the release */
  of(id) {
    const running = this.#running.get(id);
    if (running) return running;
    const { key, company, wish, ...decided } = this.#kept[id] || {};
    if (decided.outcome) return { stage: /** @type {const} */ ("decided"), ...decided };
    return key ? { stage: /** @type {const} */ ("unknown"), note: t("claim.unknown") } : null;
  }

  /**
   * Asks for a place, or with the wish `waiting` for the waiting list, once however often it is
   * pressed.
   * @param {string} id of the release
   * @param {string} [wish]
   */
  async claim(id, wish = "place") {
    const running = this.#running.get(id);
    if (running && running.stage === "sending") return;
    this.#step(id, { stage: "sending", note: t("claim.stay") });
    const slow = setTimeout(
      () => this.#step(id, { stage: "sending", note: t("claim.slow") }),
      PATIENCE,
    );
    try {
      const { outcome, reason, ticket_id: ticketId } = await this.#ask(id, this.#requestOf(id, wish));
      this.#keep(id, { outcome, reason, ticketId });
      this.#step(id, { stage: "decided", outcome, reason, ticketId });
    } catch (error) {
      this.#fail(id, /** @type {Problem} */ (error));
    } finally {
      clearTimeout(slow);
    }
  }

  /** @param {string} id @param {{key: string, company: string[], wish: string}} request */
  async #ask(id, { key, company, wish }) {
    /** @type {Record<string, unknown> | undefined} */
    let body = company.length ? { companions: company } : undefined;
    if (wish === "waiting") body = { ...body, wish };
    const onRetry = (/** @type {number} */ attempt) =>
      this.#step(id, { stage: "sending", note: t("claim.again", { attempt, attempts: ATTEMPTS }) });
    const path = `/v1/releases/${encodeURIComponent(id)}/claims`;
    for (let turn = 1; ; turn++) {
      const answer = await this.#api.post(path, body, {
        key,
        attempts: ATTEMPTS,
        timeout: TIMEOUT,
        onRetry,
      });
      // Received but not decided yet (202): the same key asks for the outcome.
      if (answer && answer.outcome) return answer;
      if (turn === TURNS) throw new Problem({ status: 0, code: "undecided" });
      this.#step(id, { stage: "sending", note: t("claim.slow") });
      await sleep(backOff(turn, 2000, 15000));
    }
  }

  /**
   * A request without an answer once more as it was, or a new one with who is chosen now.
   * @param {string} id
   * @param {string} wanted
   */
  #requestOf(id, wanted) {
    const { key, company, wish = wanted } = this.#kept[id] || {};
    const chosen = recall(`uh.mine.${this.#memberId}.company.${id}`) || [];
    const request = key
      ? { key, company: company || [], wish }
      : { key: newKey(), company: chosen, wish: wanted };
    this.#keep(id, request);
    return request;
  }

  /** @param {string} id @param {Problem} problem */
  #fail(id, problem) {
    // Without an answer it may have been done: the key stays. A refusal ends the request.
    const open = problem.passing || problem.status === 401;
    if (!open) this.#keep(id, {});
    const note = open ? t("claim.unknown") : problem.text;
    this.#step(id, { stage: open ? "unknown" : "refused", note });
  }

  /** @param {string} id @param {Kept} facts */
  #keep(id, facts) {
    this.#kept = { ...this.#kept, [id]: facts };
    keep(this.#name, this.#kept);
  }

  /** @param {string} id @param {import("../../components/uh-release-card.js").Claim} claim */
  #step(id, claim) {
    this.#running.set(id, claim);
    this.emit("change", id);
  }
}
