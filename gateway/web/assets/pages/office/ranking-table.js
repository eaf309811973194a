import { yuan } from "../../components/call.js";
import { dataTable, numberCell } from "../../components/data-table.js";
import { h } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";

/** @typedef {import("./ranking.js").Placed} Placed */

/** The ways of counting beside the method that the call fixed. */
const VIEWS = /** @type {const} */ (["z", "median", "mean"]);

/**
 * Each application with its score, what other ways of counting make of it, and what is flagged.
 * @param {Placed[]} items
 */
export function rankingTable(items) {
  const places = new Map(VIEWS.map((view) => [view, placesBy(items, view)]));
  return dataTable(
    t("rank.heading"),
    [
      t("rank.place"),
      t("rank.who"),
      t("rank.score"),
      ...VIEWS.map((view) => t(`rank.${view}`)),
      t("rank.scored_by"),
      t("rank.price"),
      t("rank.flags"),
    ],
    items.map((item) =>
      h(
        "tr",
        { "data-testid": "ranked", "data-turned": item.turned_by.length > 0 },
        h(
          "td",
          { class: "number" },
          h("strong", null, String(item.place)),
          item.place !== item.place_by_method &&
            h("span", { class: "muted" }, ` ${t("rank.by_method", { n: item.place_by_method })}`),
        ),
        h("td", null, t("rank.label", { name: item.provider_name, label: item.label })),
        numberCell(points(item.score)),
        ...VIEWS.map((view) => viewCell(item, view, places.get(view)?.get(item.application_id) || 0)),
        numberCell(item.scored_by),
        numberCell(yuan(item.price)),
        h("td", null, flagWords(item)),
      ),
    ),
  );
}

/** A figure by another way of counting, and the place that it would give. @param {Placed} item @param {"z" | "median" | "mean"} view @param {number} place */
function viewCell(item, view, place) {
  const differs = item.turned_by.includes(view);
  return h(
    "td",
    { class: "number", "data-testid": `by-${view}` },
    `${points(item[view])} `,
    h("span", { class: differs ? "badge badge--sold_out" : "muted" }, t("rank.place_n", { n: place })),
  );
}

/** @param {Placed} item */
function flagWords({ turned_by, abnormally_low }) {
  const words = [
    ...turned_by.map((view) => t("rank.turned_by", { view: t(`rank.${view}`) })),
    ...(abnormally_low ? [t("rank.low_flag")] : []),
  ];
  return words.join(" · ") || "–";
}

/** The place of each application by one figure; equals share one. @param {Placed[]} items @param {"z" | "median" | "mean"} view */
function placesBy(items, view) {
  return new Map(
    items.map((item) => [
      item.application_id,
      1 + items.filter((other) => Number(other[view]) > Number(item[view])).length,
    ]),
  );
}

/** @param {string} score with four decimals @returns {string} without zeros that say nothing */
export const points = (score) => String(Number(score));
