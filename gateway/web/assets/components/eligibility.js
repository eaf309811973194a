import { h } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { companyChoice } from "./company.js";

/**
 * @typedef {{least: number, most: number}} Ages
 *
 * @typedef {object} Eligibility what a release asks besides the district
 * @property {string[]} [unions]
 * @property {string[]} [audiences]
 * @property {Ages} [ages]
 * @property {Ages} [companion_ages]
 * @property {number} [least_companions]
 * @property {number} [most_companions]
 * @property {number} [not_won_in_last]
 */

/**
 * The rules of a release in words, one sentence each.
 * @param {Eligibility} asks
 * @returns {string[]}
 */
export function rulesInWords(asks) {
  const { unions, audiences, ages, companion_ages, not_won_in_last } = asks;
  const { least_companions: least = 0, most_companions: most = 0 } = asks;
  /** @type {string[]} */
  const words = [];
  if (unions && unions.length) words.push(t("rules.unions", { unions: unions.join(", ") }));
  if (audiences && audiences.length) {
    const names = audiences.map((code) => t(`audience.${code}`)).join(t("rules.or"));
    words.push(t("rules.audiences", { names }));
  }
  if (ages) words.push(t("rules.ages", { ...ages }));
  if (least) words.push(t("rules.companions_needed", { least, most }));
  else if (most) words.push(t("rules.companions", { most }));
  if (most && companion_ages) words.push(t("rules.companion_ages", { ...companion_ages }));
  if (not_won_in_last) words.push(t("rules.not_won", { n: not_won_in_last }));
  return words;
}

/**
 * Shows on a release's card for whom it is, and lets the member choose who comes along.
 * @param {HTMLElement} place
 * @param {import("../lib/release.js").Release} release
 * @param {import("../lib/api.js").Api} api
 * @param {string} memberId
 */
export function showRules(place, { id, eligibility = {} }, api, memberId) {
  const words = rulesInWords(eligibility);
  const most = eligibility.most_companions || 0;
  place.replaceChildren(
    h(
      "ul",
      { class: "muted", "data-testid": "rules" },
      ...words.map((sentence) => h("li", null, sentence)),
    ),
    ...(most ? [companyChoice(api, { releaseId: id, memberId, most })] : []),
  );
}
