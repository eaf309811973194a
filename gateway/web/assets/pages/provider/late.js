import { t } from "../../lib/i18n.js";
import { Problem } from "../../lib/problem.js";
import { shown } from "../../lib/time.js";

/** A refusal that says exactly by how much it was too late. */
class Late extends Problem {
  get text() {
    const { closed_at, came_at } = this.facts;
    return t("provider.too_late", { closed: shown(closed_at, "exact"), came: shown(came_at, "exact") });
  }
}

/**
 * What can come too late is told with both times.
 * @template T
 * @param {Promise<T>} answer
 * @returns {Promise<T>}
 */
export const timely = (answer) =>
  answer.catch((problem) => {
    throw problem.code === "too_late" && problem.facts.closed_at ? new Late(problem) : problem;
  });
