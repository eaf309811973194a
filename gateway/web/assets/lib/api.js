import { newKey } from "./keys.js";
import { Problem } from "./problem.js";
import { backOff, sleep } from "./waiting.js";

/** The longest `Retry-After` (seconds) that is waited for; beyond it the person decides. */
const PATIENCE = 30;

/**
 * @typedef {object} Call
 * @property {string} [method]
 * @property {any} [body] sent as JSON, or as it is when it is a form
 * @property {string} [key] the Idempotency-Key; every POST has one
 * @property {boolean} [open] sent without a token
 * @property {number} [attempts] how often it is sent at most, always with the same key
 * @property {number} [timeout] ms until an answer is given up
 * @property {"json" | "text" | "response"} [as]
 * @property {Record<string, string>} [headers]
 * @property {AbortSignal} [signal]
 * @property {(attempt: number) => void} [onRetry] told before it is sent again
 */

/** The way to the gateway: tokens, time-outs, repeats, problems by name. */
export class Api {
  #session;
  #clock;

  /**
   * @param {import("./session.js").Session} session
   * @param {import("./clock.js").ServerClock} clock learns the server's time from the answers
   */
  constructor(session, clock) {
    this.#session = session;
    this.#clock = clock;
  }

  /** @param {string} path @param {Call} [call] @returns {Promise<any>} */
  get(path, call) {
    return this.send(path, { ...call });
  }

  /** @param {string} path @param {any} [body] @param {Call} [call] @returns {Promise<any>} */
  post(path, body, call) {
    return this.send(path, { method: "POST", body, key: newKey(), ...call });
  }

  /**
   * @param {string} path
   * @param {Call} call
   * @returns {Promise<any>} the body of the answer
   * @throws {Problem}
   */
  async send(path, call) {
    const { attempts = 3, onRetry } = call;
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#authorised(path, call);
      } catch (error) {
        const problem = /** @type {Problem} */ (error);
        const { passing, retryAfter = 0, status } = problem;
        // Who may try a log-in only so often is not served by another try.
        const unwelcome = !!call.open && status === 429;
        if (!passing || unwelcome || attempt >= attempts || retryAfter > PATIENCE) throw problem;
        if (onRetry) onRetry(attempt + 1);
        await sleep(retryAfter * 1000 + backOff(attempt, 500, 8000));
      }
    }
  }

  /** Makes sure that the next call, up to `ms` from now, need not refresh first. @param {number} ms */
  async ready(ms) {
    const tokens = this.#session.tokens;
    if (tokens && !this.#session.lasts(ms)) await this.#refresh(tokens.access_token);
  }

  /** @param {string} path @param {Call} call @returns {Promise<any>} */
  async #authorised(path, call) {
    const tokens = call.open ? null : this.#session.tokens;
    try {
      return await this.#once(path, call, tokens);
    } catch (error) {
      if (/** @type {Problem} */ (error).status !== 401 || !tokens) throw error;
      await this.#refresh(tokens.access_token);
      return this.#once(path, call, this.#session.tokens);
    }
  }

  /** @param {string} stale */
  async #refresh(stale) {
    try {
      await this.#session.refresh(stale, (refresh_token) =>
        this.post("/v1/sessions/refresh", { refresh_token }, { open: true }),
      );
    } catch (error) {
      const { status } = /** @type {Problem} */ (error);
      if (status >= 400 && status < 500 && status !== 429) this.#session.end("expired");
      throw error;
    }
  }

  /**
   * @param {string} path
   * @param {Call} call
   * @param {import("./session.js").Tokens | null} tokens
   */
  async #once(path, { method, body, key, timeout = 10000, as = "json", headers, signal }, tokens) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), timeout);
    if (signal) signal.addEventListener("abort", () => stop.abort());
    const isForm = body instanceof FormData;
    try {
      const answer = await fetch(path, {
        method: method || "GET",
        body: isForm ? body : body && JSON.stringify(body),
        headers: {
          Accept: "application/json",
          ...(body && !isForm && { "Content-Type": "application/json" }),
          ...(tokens && { Authorization: `Bearer ${tokens.access_token}` }),
          ...(key && { "Idempotency-Key": key }),
          ...headers,
        },
        cache: "no-store",
        signal: stop.signal,
      });
      const at = this.#clock.tick();
      this.#clock.sampleHeader(answer.headers.get("Date"));
      if (!answer.ok) throw await Problem.of(answer);
      if (as === "response") return answer;
      if (as === "text") return await answer.text();
      return await this.#read(answer, at);
    } catch (error) {
      if (error instanceof Problem) throw error;
      throw new Problem({ status: 0, code: stop.signal.aborted ? "timeout" : "network" });
    } finally {
      clearTimeout(timer);
    }
  }

  /** @param {Response} answer @param {number} at @returns {Promise<any>} */
  async #read(answer, at) {
    const text = await answer.text();
    const body = text ? JSON.parse(text) : null;
    const stamped = body && (body.server_time ? body : body.items && body.items[0]);
    if (stamped) this.#clock.sample(stamped.server_time, at);
    return body;
  }
}
