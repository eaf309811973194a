import { Emitter } from "./emitter.js";
import { newKey } from "./keys.js";
import { forget, keep, recall } from "./storage.js";
import { sleep } from "./waiting.js";

/**
 * @typedef {object} Tokens
 * @property {string} access_token
 * @property {string} refresh_token
 * @property {number} expires_at ms since 1970 on this device's clock
 * @property {string} login the log-in that it goes back to, by a name of this browser's own
 */

/** How long (ms) what is kept may take to be seen by tabs in other processes. */
const SETTLE = 300;

/**
 * Does it while no other tab does. The next tab has its turn when it can see what was kept.
 * @param {string} name
 * @param {() => Promise<void>} work
 * @returns {Promise<void>} done, or failed, as soon as the work is
 */
function alone(name, work) {
  const { locks } = navigator;
  if (!locks) return work();
  return new Promise((done, fail) => {
    locks.request(name, () =>
      work()
        .then(done, fail)
        .then(() => sleep(SETTLE)),
    );
  });
}

/**
 * Who is logged in. Storage is the truth, because several tabs share it. A refresh token works
 * once, and a second use looks like theft and ends the session: so one refresh runs at a time in
 * this tab, and one among the tabs where the browser has locks.
 */
export class Session extends Emitter {
  /** @type {Promise<void> | null} */
  #refreshing = null;
  #name;

  /** @param {string} realm `member`, `office` or `door`: one person may be several in one browser */
  constructor(realm) {
    super();
    this.#name = `uh.session.${realm}`;
    addEventListener("storage", (event) => {
      if (event.key === this.#name) this.emit("change");
    });
  }

  /** @returns {Tokens | null} */
  get tokens() {
    return recall(this.#name);
  }

  /** Which log-in this is, the same in all tabs and after each refresh; empty when there is none. */
  get login() {
    const tokens = this.tokens;
    return tokens ? tokens.login : "";
  }

  /** @param {{access_token: string, refresh_token: string, expires_in: number}} answer */
  begin(answer) {
    this.#keep(answer, newKey());
    this.emit("change");
  }

  /** Forgets the tokens. @param {string} [reason] `expired`, or nothing when it was wanted */
  end(reason) {
    forget(this.#name);
    this.emit("change", reason);
  }

  /** @param {number} ms @returns {boolean} whether the access token lasts that long */
  lasts(ms) {
    const tokens = this.tokens;
    return !!tokens && tokens.expires_at - Date.now() > ms;
  }

  /**
   * Gets new tokens unless somebody already has.
   * @param {string} stale the access token that no longer works
   * @param {(refreshToken: string) => Promise<any>} exchange
   * @returns {Promise<void>}
   */
  refresh(stale, exchange) {
    const work = async () => {
      const tokens = this.tokens;
      if (tokens && tokens.access_token === stale) {
        this.#keep(await exchange(tokens.refresh_token), tokens.login);
      }
    };
    const running =
      this.#refreshing || alone(this.#name, work).finally(() => (this.#refreshing = null));
    return (this.#refreshing = running);
  }

  /**
   * @param {{access_token: string, refresh_token: string, expires_in: number}} answer
   * @param {string} login
   */
  #keep({ access_token, refresh_token, expires_in }, login) {
    const expires_at = Date.now() + expires_in * 1000;
    keep(this.#name, { access_token, refresh_token, expires_at, login });
  }
}
