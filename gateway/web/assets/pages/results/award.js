import { callState, factList, yuan } from "../../components/call.js";
import { dataTable, numberCell } from "../../components/data-table.js";
import { loadedView } from "../../components/loaded.js";
import { h, icon } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { shown } from "../../lib/time.js";

/**
 * @typedef {{code: string, provider_id: string, provider_name: string, score: string, price: number, state: string, noticed_at: string, objections_until: string}} Award
 * @typedef {{text: string, state: string, filed_at: string, answer: string | null}} Objection
 */

/**
 * The notices of one project, its ranking, and objections with their answers.
 * @param {import("../../components/page-frame.js").Context} context
 * @param {string} id of the tender
 */
export function awardView({ api }, id) {
  return loadedView(t("result.project"), async () => {
    /** @type {{code: string, title: string, state: string, awards: Award[], ranking: any[], objections: Objection[]}} */
    const { code, title, state, awards, ranking, objections } = await api.get(
      `/v1/calls/${encodeURIComponent(id)}/award`,
    );
    return [
      h("a", { class: "back", href: "#/list" }, icon("back"), t("result.heading")),
      h("div", { class: "row row--between" }, h("h2", null, `${code} ${title}`), callState(state)),
      ...[...awards].reverse().map(notice),
      h("h2", null, t("result.ranking")),
      dataTable(
        t("result.ranking"),
        [t("result.place"), t("result.who"), t("result.score"), t("result.price")],
        ranking.map((/** @type {any} */ { provider_id, provider_name, place, score, price }) =>
          h(
            "tr",
            { "data-testid": "ranked" },
            numberCell(place),
            h("td", null, h("a", { href: `#/organisation/${provider_id}` }, provider_name)),
            numberCell(Number(score)),
            numberCell(yuan(price)),
          ),
        ),
      ),
      ...(objections.length ? [h("h2", null, t("result.objections")), ...objections.map(objection)] : []),
    ];
  });
}

/** @param {Award} award */
const notice = ({ code, provider_name, score, price, state, noticed_at, objections_until }) =>
  h(
    "article",
    { class: "card stack", "data-testid": "notice" },
    h("div", { class: "row row--between" }, h("span", { class: "code" }, code), h("strong", null, t(`result.award_${state}`))),
    h("h3", null, provider_name),
    factList([
      [t("result.score"), String(Number(score))],
      [t("result.price"), yuan(price)],
      [t("result.noticed"), shown(noticed_at)],
      [t("result.until"), shown(objections_until)],
    ]),
  );

/** @param {Objection} objection */
const objection = ({ text, state, filed_at, answer }) =>
  h(
    "article",
    { class: "card stack", "data-testid": "objection" },
    h("p", { class: "muted" }, `${shown(filed_at)} · `, t(`result.objection_${state}`)),
    h("p", { class: "lines wrap" }, text),
    answer !== null && h("p", { class: "note note--info lines wrap" }, answer),
  );
