import { trouble } from "../../components/trouble.js";
import { h } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { shown } from "../../lib/time.js";

/**
 * @typedef {object} Part of a release's stock
 * @property {string} pool
 * @property {number} places
 * @property {number} taken
 * @property {number} remaining
 * @property {number} rolled_over
 * @property {string | null} rolls_over_at
 * @property {string | null} rolled_over_at
 */

const HEAD = ["pool", "places", "taken", "left", "rolled", "when"];

/**
 * The parts of a release's stock and what became of each.
 * @param {import("../../lib/api.js").Api} api
 * @param {string} release its id
 * @returns {HTMLElement}
 */
export function allocations(api, release) {
  const body = h("div", { class: "stack" });
  async function load() {
    try {
      /** @type {{stock: number, general: number, items: Part[]}} */
      const { stock, general, items } = await api.get(
        `/v1/releases/${encodeURIComponent(release)}/allocations`,
      );
      const words = t("parts.general", { general, stock });
      body.replaceChildren(
        h("p", null, items.length ? words : t("parts.none")),
        ...(items.length ? [table(items)] : []),
      );
    } catch (error) {
      const problem = /** @type {import("../../lib/problem.js").Problem} */ (error);
      body.replaceChildren(trouble(problem, load));
    }
  }
  load();
  return h(
    "section",
    { class: "stack", "data-testid": "allocations" },
    h("h2", null, t("parts.heading")),
    body,
  );
}

/** @param {Part[]} items */
const table = (items) =>
  h(
    "div",
    { class: "scroll card", tabindex: "0", role: "region", "aria-label": t("parts.heading") },
    h(
      "table",
      null,
      h(
        "thead",
        null,
        h("tr", null, ...HEAD.map((name) => h("th", { scope: "col" }, t(`parts.head_${name}`)))),
      ),
      h("tbody", null, ...items.map(row)),
    ),
  );

/** @param {Part} part */
const row = ({ pool, places, taken, remaining, rolled_over, rolls_over_at, rolled_over_at }) =>
  h(
    "tr",
    { "data-testid": "allocation" },
    h("td", null, poolName(pool)),
    ...[places, taken, remaining, rolled_over].map((n) => h("td", { class: "number" }, String(n))),
    h("td", null, when(rolls_over_at, rolled_over_at)),
  );

/** @param {string | null} planned @param {string | null} done */
function when(planned, done) {
  if (done) return t("parts.done", { when: shown(done) });
  return planned ? t("parts.planned", { when: shown(planned) }) : t("parts.never");
}

/** @param {string} pool @returns {string} */
function poolName(pool) {
  const [kind, name] = pool.split(":");
  if (kind === "district") return t(`district.${name}`);
  return name ? t(`parts.channel_${name}`) : t("parts.accessible");
}
