import "../../components/uh-empty.js";
import { loadedView } from "../../components/loaded.js";
import { timetable } from "../../components/timetable.js";
import { h, icon } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { shown } from "../../lib/time.js";
import { applyForm } from "./apply.js";

/**
 * @typedef {object} ChildClass
 * @property {string} id
 * @property {string} title
 * @property {number} least_age
 * @property {number} most_age
 * @property {number} places
 * @property {number} open_places
 * @property {number} quota
 * @property {number} held
 * @property {number} applied
 * @property {number} waiting
 * @property {number} volunteers
 *
 * @typedef {object} Season
 * @property {string} id
 * @property {string} title
 * @property {string} description
 * @property {string} phase
 * @property {boolean} open_to_caller
 * @property {{name: string, setup: string, address: string, partner: string}} site
 * @property {string} first_day
 * @property {string} last_day
 * @property {string} opens_at
 * @property {string} closes_at
 * @property {number} returning_percent
 * @property {string} value_source
 * @property {ChildClass[]} classes
 */

/** Live applications, which stand in the way of another one. */
const LIVE = new Set(["applied", "placed", "waiting", "offered"]);
/** How a phase looks. @type {Record<string, string>} */
const LOOKS = { open: "open", soon: "before", cancelled: "cancelled", over: "closed" };

/**
 * The classes of the member's district, and the way to apply.
 * @param {import("../classes.js").Context} context
 */
export function seasonsView({ api, toast }) {
  return loadedView(t("class.heading"), async (again) => {
    const [seasons, children, mine] = await Promise.all([
      api.get("/v1/class-seasons?limit=50"),
      api.get("/v1/me/children"),
      api.get("/v1/me/class-applications"),
    ]);
    const taken = new Set(
      mine.items
        .filter((/** @type {any} */ { state }) => LIVE.has(state))
        .map((/** @type {any} */ { season_id }) => season_id),
    );
    if (!seasons.items.length) {
      const texts = { heading: t("class.none"), text: t("class.none_text") };
      return [h("uh-empty", { icon: "place", ...texts })];
    }
    return seasons.items.map((/** @type {Season} */ season) => {
      const open = season.phase === "open" && !taken.has(season.id);
      const foreign = open && !season.open_to_caller;
      return card(season, api, [
        foreign && h("p", { class: "note note--info" }, icon("info"), t("error.not_open_to_member")),
        taken.has(season.id) && h("a", { href: "#/mine" }, t("class.applied_already")),
        open && !foreign && applyForm({ api, toast, season, children: children.items, done: again }),
      ]);
    });
  });
}

/**
 * @param {Season} season
 * @param {import("../../lib/api.js").Api} api
 * @param {(Node | false)[]} actions
 */
function card(season, api, actions) {
  const { site, phase, returning_percent } = season;
  const setup = t(`class.setup_${site.setup}`);
  const where = [site.name, site.partner, setup].filter(Boolean).join(" · ");
  return h(
    "article",
    { class: "card stack", "data-testid": "season", "data-id": season.id, "data-phase": phase },
    h(
      "div",
      { class: "row row--between" },
      h("h2", null, season.title),
      h("span", { class: `badge badge--${LOOKS[phase] || "accent"}` }, t(`class.phase_${phase}`)),
    ),
    h("p", { class: "muted" }, where),
    h("p", null, t("class.days", { first: season.first_day, last: season.last_day })),
    h(
      "p",
      { class: "muted" },
      t("class.apply_by", { from: shown(season.opens_at), until: shown(season.closes_at) }),
    ),
    season.description && h("p", null, season.description),
    ...season.classes.map(row),
    h(
      "p",
      { class: "muted" },
      t("class.rules", { percent: returning_percent, source: season.value_source }),
    ),
    ...season.classes.map(({ id, title }) => timetable(api, id, title)),
    ...actions,
  );
}

/** @param {ChildClass} each */
const row = (each) =>
  h(
    "div",
    { "data-testid": "class" },
    h("h3", null, each.title),
    h(
      "p",
      null,
      t("class.ages", { least: each.least_age, most: each.most_age }),
      " · ",
      t("class.places", { open: each.open_places, places: each.places }),
    ),
    h(
      "p",
      { class: "muted" },
      t("class.numbers", {
        volunteers: each.volunteers,
        applied: each.applied,
        held: each.held,
        waiting: each.waiting,
        quota: each.quota,
      }),
    ),
  );
