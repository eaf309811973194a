import { dataTable } from "../../components/data-table.js";
import { h } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";

/**
 * What each ranked applicant was written.
 * @param {import("./award.js").TenderAward} told
 */
export function letters({ letters: written, ranking }) {
  const names = new Map(ranking.map(({ application_id, provider_name }) => [application_id, provider_name]));
  return h(
    "section",
    { class: "stack", "data-testid": "letters" },
    h("h2", null, t("award.letters", { n: written.length })),
    dataTable(
      t("award.letters", { n: written.length }),
      [t("rank.who"), t("award.outcome"), t("check.reason")],
      written.map(({ application_id, outcome, reason }) =>
        h(
          "tr",
          { "data-testid": "letter" },
          h("td", null, names.get(application_id) || ""),
          h("td", null, t(`award.outcome_${outcome}`)),
          h("td", null, t(`award.reason_${reason}`)),
        ),
      ),
    ),
  );
}
