import { actButton, loadedView } from "../../components/loaded.js";
import { form } from "../../components/form.js";
import { ask } from "../../components/uh-dialog.js";
import { field } from "../../components/uh-field.js";
import { download, save } from "../../lib/download.js";
import { h, icon } from "../../lib/dom.js";
import { hasText, t } from "../../lib/i18n.js";
import { Listing } from "../../lib/listing.js";
import { shown } from "../../lib/time.js";
import { minutesFiles } from "./minutes-files.js";
import { backTo } from "./survey.js";

/**
 * @typedef {Record<string, number>} Counts
 *
 * @typedef {object} Row
 * @property {string} code
 * @property {string} text
 * @property {string} need_id
 * @property {number} votes
 * @property {number | null} share
 * @property {number | null} points
 * @property {Counts} by_district
 * @property {Counts} by_age
 * @property {Counts} by_origin
 *
 * @typedef {{code: string, kind: string, text: string, answered: number, mean: number | null, options: Row[]}} Result
 *
 * @typedef {object} Report
 * @property {string} title
 * @property {string} code
 * @property {string} state
 * @property {string} minutes
 * @property {import("./minutes-files.js").MinutesFile[]} minutes_files
 * @property {string | null} published_at
 * @property {{total: number, by_district: Counts, by_age: Counts, by_origin: Counts, eligible: number | null, rate: number | null, rate_by_district: Record<string, number | null>}} participants
 * @property {Counts} sheets
 * @property {Result[]} questions
 */

const WAYS = /** @type {const} */ (["district", "age", "origin"]);

/**
 * The figures of a survey, their discussion and their publication.
 * @param {import("../staff/page.js").StaffPage} page
 * @param {string} id of the survey
 */
export function reportView(page, id) {
  const { api, me, toast } = page;
  const office = (me ? me.roles : []).some(({ role }) => role === "federation" || role === "district");
  /** @type {string[]} */
  const urls = [];
  const view = loadedView(t("demand.report"), async (again) => {
    /** @type {Report} */
    const report = await api.get(`/v1/surveys/${id}/report`);
    return [
      backTo(id),
      h(
        "div",
        { class: "row row--between" },
        h("h2", null, report.title),
        h("span", { class: "badge badge--before", "data-testid": "report-state" }, t(`report.${report.state}`)),
      ),
      actions(page, id),
      people(report),
      ...report.questions.map((result) => question(page, id, result, urls)),
      texts(page, id),
      minutesOf(report),
      (report.minutes_files.length > 0 || (office && report.state === "discussed")) &&
        minutesFiles(page, id, report.minutes_files, office && report.state === "discussed" ? again : null),
      office && report.state === "draft" && discussing(api, id, again),
      office && report.state === "discussed" && publishing(api, toast, id, again),
    ].filter((part) => part instanceof HTMLElement);
  });
  const stop = () => {
    view.stop();
    urls.forEach((url) => URL.revokeObjectURL(url));
  };
  return { ...view, stop };
}

/** @param {import("../staff/page.js").StaffPage} page @param {string} id */
function actions({ api, toast, main }, id) {
  const print = async () => {
    // Paper has nothing to press: what is closed is opened first.
    for (const closed of main.querySelectorAll("details")) closed.open = true;
    window.print();
  };
  return h(
    "div",
    { class: "bar-actions" },
    actButton({
      label: t("demand.excel"),
      testid: "excel",
      toast,
      act: () => download(api, `/v1/surveys/${id}/report/table.xlsx`),
    }),
    actButton({ label: t("demand.print"), testid: "print", toast, act: print }),
  );
}

/** @param {number | null} share */
const percent = (share) => (share === null ? "–" : `${(share * 100).toFixed(1)}%`);

/** @param {typeof WAYS[number]} way @param {string} group */
function groupName(way, group) {
  if (!group) return t("demand.not_told");
  const key = way === "district" ? `district.${group}` : way === "age" ? `voice.age.${group}` : `demand.origin_${group}`;
  return hasText(key) ? t(key) : group === "others" ? t("demand.others") : group;
}

/** @param {string} label @param {string[]} head @param {(string | number | HTMLElement)[][]} rows */
const table = (label, head, rows) =>
  h(
    "div",
    { class: "scroll figures", tabindex: "0", role: "region", "aria-label": label },
    h(
      "table",
      null,
      h("thead", null, h("tr", null, ...head.map((name) => h("th", { scope: "col" }, name)))),
      h(
        "tbody",
        null,
        ...rows.map((cells) => h("tr", null, ...cells.map((cell) => h("td", { class: "number" }, cell)))),
      ),
    ),
  );

/** @param {number} part @param {number} whole @param {string} label */
const bar = (part, whole, label) =>
  h("progress", { max: whole || 1, value: part, "aria-label": label });

/** @param {Report} report */
function people({ participants, sheets, published_at }) {
  const { total, eligible, rate, rate_by_district } = participants;
  const facts = [
    [t("demand.participants"), String(total)],
    [t("demand.eligible_count"), eligible === null ? "–" : String(eligible)],
    [t("demand.rate"), percent(rate)],
    ...Object.entries(sheets).map(([state, n]) => [`${t("demand.paper")} · ${t(`sheet.${state}`)}`, String(n)]),
    ...(published_at ? [[t("demand.published_at"), shown(published_at)]] : []),
  ];
  return h(
    "section",
    { class: "card stack", "data-testid": "participants" },
    h("h2", null, t("demand.who")),
    h("dl", { class: "facts" }, ...facts.flatMap(([name, value]) => [h("dt", null, name), h("dd", null, value)])),
    ...WAYS.map((way) => {
      const counts = participants[`by_${way}`];
      const label = t(`demand.by_${way}`);
      return h(
        "details",
        null,
        h("summary", null, label),
        table(
          label,
          [label, t("demand.ballots"), "", ...(way === "district" ? [t("demand.rate")] : [])],
          Object.entries(counts).map(([group, n]) => [
            groupName(way, group),
            n,
            bar(n, total, groupName(way, group)),
            ...(way === "district" ? [percent(group in rate_by_district ? rate_by_district[group] : null)] : []),
          ]),
        ),
      );
    }),
  );
}

/** @param {import("../staff/page.js").StaffPage} page @param {string} id @param {Result} result @param {string[]} urls */
function question({ api, toast }, id, result, urls) {
  const { code, kind, text, answered, mean, options } = result;
  const most = Math.max(...options.map(({ votes }) => votes), 1);
  const chart = h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t("demand.chart") });
  const drawing = h("details", { "data-testid": `chart-${code}` }, h("summary", null, t("demand.chart")), chart);
  drawing.addEventListener("toggle", async () => {
    if (!drawing.open || chart.firstChild) return;
    const path = `/v1/surveys/${id}/report/chart.svg?question=${code}`;
    try {
      const svg = await api.get(path, { as: "text", headers: { Accept: "image/svg+xml" } });
      const drawn = new Blob([svg], { type: "image/svg+xml" });
      const url = URL.createObjectURL(drawn);
      urls.push(url);
      const keep = async () => save(drawn, `${code}.svg`);
      chart.replaceChildren(
        h("img", { class: "chart", src: url, alt: text }),
        h("div", { class: "bar-actions" }, actButton({ label: t("demand.save_svg"), testid: "save-svg", toast, act: keep })),
      );
    } catch (error) {
      toast.show(/** @type {import("../../lib/problem.js").Problem} */ (error).text, { kind: "bad" });
    }
  });
  const ranked = kind === "ranked";
  return h(
    "section",
    { class: "card stack", "data-testid": "result" },
    h("h2", null, text),
    h(
      "p",
      { class: "muted" },
      `${t(`demand.kind_${kind}`)} · ${t("demand.answered", { n: answered })}${mean === null ? "" : ` · ${t("demand.mean", { mean })}`}`,
    ),
    options.length > 0 &&
      table(
        text,
        [t("demand.option"), t("demand.votes"), t("demand.share"), "", ...(ranked ? [t("demand.points")] : [])],
        options.map((option) => [
          option.text,
          option.votes,
          percent(option.share),
          bar(option.votes, most, option.text),
          ...(ranked ? [option.points || 0] : []),
        ]),
      ),
    options.length > 0 && drawing,
    ...(options.length ? WAYS.map((way) => breakdown(result, way)) : []),
  );
}

/** @param {Result} result @param {typeof WAYS[number]} way */
function breakdown({ options }, way) {
  const label = t(`demand.by_${way}`);
  const groups = [...new Set(options.flatMap((option) => Object.keys(option[`by_${way}`])))].sort();
  return h(
    "details",
    null,
    h("summary", null, label),
    table(
      label,
      [t("demand.option"), ...groups.map((group) => groupName(way, group))],
      options.map((option) => [option.text, ...groups.map((group) => option[`by_${way}`][group] || 0)]),
    ),
  );
}

/** @param {import("../staff/page.js").StaffPage} page @param {string} id */
function texts({ api, toast }, id) {
  const list = h("ul", { class: "history" });
  const listing = /** @type {Listing<any>} */ (new Listing(api, `/v1/surveys/${id}/report/texts?limit=100`));
  const more = actButton({ label: t("action.more"), testid: "more-texts", toast, act: () => listing.more() });
  more.hidden = true;
  listing.on("change", () => {
    more.hidden = !listing.next;
    list.replaceChildren(...listing.items.map(({ text }) => h("li", { "data-testid": "free-text" }, text)));
    if (!listing.items.length) list.append(h("li", { class: "muted" }, t("demand.no_texts")));
  });
  const place = h(
    "details",
    { class: "card stack", "data-testid": "texts" },
    h("summary", null, t("demand.texts")),
    h("p", { class: "muted" }, t("demand.texts_masked")),
    list,
    more,
  );
  place.addEventListener("toggle", () => {
    if (!place.open || listing.loaded) return;
    listing.load().catch((problem) => toast.show(problem.text, { kind: "bad" }));
  });
  return place;
}

/** @param {Report} report */
const minutesOf = ({ minutes }) =>
  minutes &&
  h(
    "section",
    { class: "card stack", "data-testid": "minutes-text" },
    h("h2", null, t("demand.minutes")),
    h("p", { class: "lines" }, minutes),
  );

/** @param {import("../../lib/api.js").Api} api @param {string} id @param {() => void} again */
const discussing = (api, id, again) =>
  h(
    "section",
    { class: "card stack" },
    h("h2", null, t("demand.discuss")),
    form({
      fields: [
        field(
          t("demand.minutes"),
          h("textarea", { name: "minutes", required: true, maxlength: 20000, rows: 8, "data-testid": "minutes" }),
          t("demand.minutes_hint"),
        ),
      ],
      action: t("demand.discuss"),
      testid: "discuss",
      submit: async (values) => {
        await api.post(`/v1/surveys/${id}/report/minutes`, { minutes: String(values.get("minutes")) });
        again();
      },
    }),
  );

/** @param {import("../../lib/api.js").Api} api @param {import("../../components/uh-toast.js").Toast} toast @param {string} id @param {() => void} again */
function publishing(api, toast, id, again) {
  const act = async () => {
    const heading = t("demand.publish_report");
    const sure = await ask({ heading, content: [h("p", null, t("demand.publish_report_sure"))], action: heading });
    if (!sure) return;
    await api.post(`/v1/surveys/${id}/report/publication`, {});
    again();
  };
  return h(
    "div",
    { class: "note note--info bar-actions" },
    icon("info"),
    h("p", { class: "grow" }, t("demand.publish_report_sure")),
    actButton({ label: t("demand.publish_report"), testid: "publish-report", toast, primary: true, act }),
  );
}
