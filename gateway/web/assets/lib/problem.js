import { hasText, t } from "./i18n.js";

/** What the way itself may answer while the house is being restarted. */
const PASSING = new Set([0, 502, 503, 504]);

/** An answer that is not a success: an RFC 9457 problem document, or no answer at all (status 0). */
export class Problem extends Error {
  /**
   * @param {object} facts
   * @param {number} facts.status HTTP status; 0 when no answer came
   * @param {string} facts.code stable name of the problem
   * @param {{field: string, message: string}[]} [facts.errors]
   * @param {number} [facts.retryAfter] seconds
   * @param {Record<string, any>} [facts.facts] what else the server told
   */
  constructor({ status, code, errors = [], retryAfter, facts = {} }) {
    super(`${status} ${code}`);
    this.name = "Problem";
    this.status = status;
    this.code = code;
    this.errors = errors;
    this.retryAfter = retryAfter;
    this.facts = facts;
  }

  /** Whether the same request, sent again, may fare better. */
  get passing() {
    return PASSING.has(this.status) || (this.status === 429 && this.retryAfter !== undefined);
  }

  /** What to tell the person, in their language. */
  get text() {
    const fits = [`error.${this.code}`, `error.status_${this.status}`].find(hasText);
    return t(fits || "error.unknown", { code: this.code, seconds: this.retryAfter || 60 });
  }

  /** @param {Response} answer @returns {Promise<Problem>} */
  static async of(answer) {
    const body = await answer.json().catch(() => ({}));
    const seconds = parseFloat(answer.headers.get("Retry-After") || "");
    return new Problem({
      status: answer.status,
      code: body.code || `status_${answer.status}`,
      errors: Array.isArray(body.errors) ? body.errors : [],
      retryAfter: Number.isNaN(seconds) ? undefined : seconds,
      facts: body.facts,
    });
  }
}
