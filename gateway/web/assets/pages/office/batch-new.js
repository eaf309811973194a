import { yuan } from "../../components/call.js";
import { form } from "../../components/form.js";
import { loadedView } from "../../components/loaded.js";
import { field } from "../../components/uh-field.js";
import { h, icon, text } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { toInstant, toLocal } from "../../lib/time.js";

/**
 * @typedef {import("../staff/page.js").StaffPage} StaffPage
 * @typedef {import("./selection.js").Selection} Selection
 * @typedef {import("./survey-report.js").Report} Report
 */

const HOUR = 3600e3;
const DAY = 24 * HOUR;
/** The deadlines of a batch in their order: the day from now and the hour that are proposed. */
const TIMES = {
  call_opens_at: [7, 9],
  questions_until: [21, 17],
  call_closes_at: [28, 17],
  scores_until: [42, 17],
  award_notice_at: [49, 9],
};
const PANELS = ["union", "experts"];

/**
 * Draws up a batch of what was chosen after a survey; first the survey is chosen.
 * @param {StaffPage} page
 * @param {string} survey its id, or nothing
 */
export function newBatchView(page, survey) {
  return loadedView(t("batch.new"), async () => [
    h("a", { class: "back", href: "#/batches" }, icon("back"), t("batch.heading")),
    ...(survey ? await drawing(page, survey) : await choosing(page)),
  ]);
}

/** @param {StaffPage} page @returns {Promise<HTMLElement[]>} */
async function choosing({ api }) {
  const { items } = await api.get("/v1/surveys?limit=100&state=closed");
  return [
    h("p", { class: "muted" }, t(items.length ? "batch.choose_survey" : "batch.no_survey")),
    ...items.map((/** @type {any} */ { id, code, title }) =>
      h(
        "article",
        { class: "card stack" },
        h("span", { class: "code" }, code),
        h("h2", null, h("a", { href: `#/batches/new/${id}`, "data-testid": "survey" }, title)),
      ),
    ),
  ];
}

/** @param {StaffPage} page @param {string} id of the survey @returns {Promise<HTMLElement[]>} */
async function drawing(page, id) {
  /** @type {[Report, Selection | null, {items: import("./batches.js").Budget[]}]} */
  const [report, decided, budgets] = await Promise.all([
    page.api.get(`/v1/surveys/${id}/report`),
    page.api.get(`/v1/surveys/${id}/selection`).catch((problem) => {
      if (problem.status === 404) return null;
      throw problem;
    }),
    page.api.get("/v1/budgets"),
  ]);
  const heading = h("h2", null, report.title);
  const missing = !decided ? "batch.not_decided" : budgets.items.length ? "" : "batch.no_budget";
  if (!decided || missing) {
    return [heading, h("p", { class: "note note--info" }, icon("info"), t(missing))];
  }
  const titles = new Map(
    report.questions.flatMap(({ options }) => options.map(({ need_id, text }) => [need_id, text])),
  );
  return [heading, h("div", { class: "card" }, batchForm(page, id, decided, titles, budgets.items))];
}

/**
 * @param {StaffPage} page
 * @param {string} survey
 * @param {Selection} decided
 * @param {Map<string, string>} titles of needs
 * @param {import("./batches.js").Budget[]} budgets
 */
function batchForm({ api, clock, toast }, survey, { chosen, costs }, titles, budgets) {
  // In Shanghai, which is 8 h ahead.
  const midnight = Math.floor((clock.now() + 8 * HOUR) / DAY) * DAY - 8 * HOUR;
  const prices = chosen.map((need) => price(need, costs[need] || 0));
  const total = h("strong", { role: "status", "data-testid": "sum" });
  const add = () => {
    const sum = prices.reduce((all, { value }) => all + Math.round(Number(value) * 100), 0);
    text(total, t("batch.sum", { n: chosen.length, yuan: yuan(sum) }));
  };
  add();
  return form({
    fields: [
      field(
        t("batch.title"),
        h("input", { name: "title", required: true, maxlength: 120, "data-testid": "title" }),
      ),
      field(
        t("batch.year"),
        h(
          "select",
          { name: "year", "data-testid": "year" },
          ...budgets.map(({ year, total, reserved }) =>
            h(
              "option",
              { value: year },
              t("batch.year_left", { year, left: yuan(total - reserved) }),
            ),
          ),
        ),
      ),
      ...Object.entries(TIMES).map(([name, [days, hour]]) =>
        field(
          t(`batch.${name}`),
          h("input", {
            name,
            type: "datetime-local",
            required: true,
            value: toLocal(midnight + days * DAY + hour * HOUR),
            "data-testid": name,
          }),
          t("office.zone"),
        ),
      ),
      field(
        t("batch.panel"),
        h(
          "select",
          { name: "panel", "data-testid": "panel" },
          ...PANELS.map((name) => h("option", { value: name }, t(`batch.panel_${name}`))),
        ),
      ),
      h(
        "fieldset",
        { class: "question stack", oninput: add },
        h("legend", { class: "field__label" }, t("batch.costs")),
        ...prices.map((input, at) => field(titles.get(chosen[at]) || chosen[at], input)),
      ),
      h("p", null, total),
    ],
    action: t("batch.create"),
    testid: "create-batch",
    submit: async (values) => {
      const times = Object.keys(TIMES).map((name) => [name, toInstant(String(values.get(name)))]);
      const { batch } = await api.post("/v1/batches", {
        survey_id: survey,
        title: String(values.get("title")),
        year: Number(values.get("year")),
        panel: String(values.get("panel")),
        costs: Object.fromEntries(
          chosen.map((need, at) => [need, Math.round(Number(prices[at].value) * 100)]),
        ),
        ...Object.fromEntries(times),
      });
      toast.show(t("batch.created", { code: batch.code }), { kind: "good" });
      location.hash = `#/batches/${batch.id}`;
    },
  });
}

/** @param {string} need @param {number} cost fen */
const price = (need, cost) =>
  h("input", {
    name: `cost-${need}`,
    type: "number",
    min: 0.01,
    max: 1e11,
    step: 0.01,
    required: true,
    value: cost ? cost / 100 : "",
    "data-testid": `cost-${need}`,
  });
