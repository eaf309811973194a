import "../../components/uh-empty.js";
import { loadedView } from "../../components/loaded.js";
import { h } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { newSeasonView } from "./class-new.js";
import { seasonView } from "./class-season.js";
import { sheetView } from "./class-sheet.js";

/**
 * @typedef {object} ChildClass
 * @property {string} id
 * @property {string} title
 * @property {number} least_age
 * @property {number} most_age
 * @property {number} places
 * @property {number} open_places
 * @property {number} held
 * @property {number} applied
 * @property {number} waiting
 * @property {number} volunteers
 * @property {number} volunteers_needed
 * @property {boolean} short
 * @property {boolean} minded
 *
 * @typedef {object} Season
 * @property {string} id
 * @property {string} title
 * @property {string} phase
 * @property {string} first_day
 * @property {string} last_day
 * @property {string} value_source
 * @property {string | null} value
 * @property {{name: string, path: string}} site
 * @property {ChildClass[]} classes
 */

/**
 * Child-care classes: the list, `#/classes/new`, `#/classes/season/<id>`, `#/classes/sheet/<id>`.
 * @param {import("../staff/page.js").StaffPage} page
 */
export function classesView(page) {
  const [, , what, id] = location.hash.split("/");
  if (what === "new") return newSeasonView(page);
  if (what === "season" && id) return seasonView(page, id);
  if (what === "sheet" && id) return sheetView(page, id);
  return listView(page);
}

/** @param {{role: string, scope: string}} held @param {string} path */
const covers = ({ scope }, path) => !scope || path === scope || path.startsWith(`${scope}/`);

/**
 * Whether somebody holds one of the roles at a place. The server decides; this only hides buttons.
 * @param {import("../staff/page.js").Me | null} me
 * @param {string[]} roles
 * @param {string} path
 */
export const holds = (me, roles, path) =>
  !!me && me.roles.some((held) => roles.includes(held.role) && covers(held, path));

/** @param {import("../staff/page.js").StaffPage} page */
function listView({ api, me }) {
  const officer = !!me && me.roles.some(({ role }) => ["federation", "district"].includes(role));
  const staff = !!me && me.roles.some(({ role }) => role === "class_staff");
  return loadedView(t("care.heading"), async () => {
    const scopes = [...new Set((me ? me.roles : []).map(({ scope }) => scope))];
    const pages = await Promise.all(
      scopes.map((scope) => api.get(`/v1/class-seasons?limit=100&within=${scope}`)),
    );
    const found = new Map(pages.flatMap(({ items }) => items).map((each) => [each.id, each]));
    const mine = [...found.values()].filter(
      (/** @type {Season} */ { site, classes }) =>
        holds(me, ["federation", "district", "auditor"], site.path) ||
        classes.some(({ minded }) => minded),
    );
    const texts = { heading: t("care.none"), text: t("care.none_text") };
    return [
      officer &&
        h("a", { class: "button", href: "#/classes/new", "data-testid": "new-season" }, t("care.new")),
      staff && me && h("p", { class: "muted" }, t("care.your_id", { id: /** @type {any} */ (me).id })),
      ...(mine.length ? mine.map(card) : [h("uh-empty", { icon: "place", ...texts })]),
    ].filter(Boolean);
  });
}

/** @param {Season} season */
const card = (season) =>
  h(
    "article",
    { class: "card stack", "data-testid": "season", "data-id": season.id },
    h(
      "div",
      { class: "row row--between" },
      h("h2", null, h("a", { href: `#/classes/season/${season.id}` }, season.title)),
      h("span", { class: "badge" }, t(`care.phase_${season.phase}`)),
    ),
    h("p", { class: "muted" }, `${season.site.name} · ${season.first_day} – ${season.last_day}`),
    ...season.classes.map((each) =>
      h(
        "p",
        { class: "row row--between" },
        each.minded
          ? h("a", { href: `#/classes/sheet/${each.id}`, "data-testid": "to-sheet" }, each.title)
          : h("span", null, each.title),
        h("span", { class: "number" }, `${each.held} / ${each.open_places} / ${each.places}`),
        each.short && h("span", { class: "badge badge--sold_out" }, t("care.short")),
      ),
    ),
  );
