import "../../components/uh-empty.js";
import { listingView } from "../../components/listing.js";
import { h, reconcile, text } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { Listing } from "../../lib/listing.js";
import { shown } from "../../lib/time.js";
import { newSurveyView } from "./new-survey.js";
import { reportView } from "./survey-report.js";
import { selectionView } from "./selection.js";
import { sheetsView } from "./sheets.js";
import { surveyView } from "./survey.js";

/** @typedef {import("../../components/survey-form.js").Survey} Survey */

/** What stands behind `#/surveys/<id>/<part>`. @type {Record<string, (page: any, id: string) => import("../staff/page.js").View>} */
const PARTS = { report: reportView, selection: selectionView, sheets: sheetsView };

/**
 * All surveys, or a part of one.
 * @param {import("../staff/page.js").StaffPage} page
 */
export function surveysView(page) {
  const [, , id, part] = location.hash.split("/");
  if (id === "new") return newSurveyView(page);
  if (id) return (PARTS[part] || surveyView)(page, id);
  return listView(page);
}

/** @param {import("../staff/page.js").StaffPage} page */
function listView({ api, me }) {
  const roles = (me ? me.roles : []).map(({ role }) => role);
  const mayMake = roles.includes("federation") || roles.includes("district");
  const listing = /** @type {Listing<Survey>} */ (new Listing(api, "/v1/surveys?limit=30"));
  const list = h("div", { class: "cards" });
  /** @param {Survey} survey */
  const make = (survey) =>
    h(
      "article",
      { class: "card stack", "data-testid": "survey" },
      h(
        "div",
        { class: "row row--between" },
        h("span", { class: "code" }, survey.code),
        h("span", { class: "badge" }),
      ),
      h("h2", null, h("a", { href: `#/surveys/${survey.id}` }, survey.title)),
      h("p", { class: "muted" }, `${shown(survey.opens_at)} – ${shown(survey.closes_at)}`),
    );
  /** @param {HTMLElement} card @param {Survey} survey */
  const update = (card, { state }) => {
    const badge = /** @type {HTMLElement} */ (card.querySelector(".badge"));
    badge.className = `badge badge--${state === "scheduled" ? "before" : state}`;
    text(badge, t(`survey.${state}`));
  };
  const { element: rows, stop } = listingView({
    listing,
    list,
    render: () => reconcile(list, listing.items, make, update),
    empty: { icon: "release", heading: t("demand.no_surveys"), text: t("demand.no_surveys_text") },
  });
  const element = h(
    "section",
    { class: "stack" },
    h("h1", { tabindex: "-1" }, t("demand.surveys")),
    mayMake &&
      h(
        "div",
        { class: "row" },
        h(
          "a",
          { class: "button button--primary", href: "#/surveys/new", "data-testid": "new-survey" },
          t("demand.new_survey"),
        ),
      ),
    rows,
  );
  return { title: t("demand.surveys"), element, stop };
}
