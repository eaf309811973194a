import { loadedView } from "../../components/loaded.js";
import { form } from "../../components/form.js";
import { field } from "../../components/uh-field.js";
import { h, icon } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { shown } from "../../lib/time.js";
import { proposalTable } from "./proposals.js";
import { backTo } from "./survey.js";

/**
 * @typedef {import("./survey-report.js").Report} Report
 *
 * @typedef {object} Selection
 * @property {string} basis
 * @property {Record<string, number>} quotas
 * @property {number} budget
 * @property {Record<string, number>} costs
 * @property {string[]} proposed
 * @property {string[]} chosen
 * @property {Record<string, string>} reasons
 * @property {string} decided_at
 */

/** What the federation buys in a batch, by class. */
const QUOTAS = { work: 12, life: 17, culture: 6 };

/**
 * Which needs to buy for: proposals side by side, and a person's decision.
 * @param {import("../staff/page.js").StaffPage} page
 * @param {string} id of the survey
 */
export function selectionView(page, id) {
  const { api, me } = page;
  const federal = (me ? me.roles : []).some(({ role }) => role === "federation");
  return loadedView(t("demand.selection"), async (again) => {
    /** @type {[Report, Selection | null]} */
    const [report, decided] = await Promise.all([
      api.get(`/v1/surveys/${id}/report`),
      api.get(`/v1/surveys/${id}/selection`).catch((problem) => {
        if (problem.status === 404) return null;
        throw problem;
      }),
    ]);
    const titles = new Map(
      report.questions.flatMap(({ options }) =>
        options.filter((option) => option.need_id).map((option) => [option.need_id, option.text]),
      ),
    );
    const head = [backTo(id), h("h2", null, report.title)];
    if (decided) return [...head, decision(decided, titles), ...(federal ? [toBatch(id)] : [])];
    if (report.state !== "published") return [...head, note(t("demand.report_first"))];
    if (!federal) return [...head, note(t("demand.not_decided"))];
    return [...head, ...proposing(page, id, titles, again)];
  });
}

/** @param {string} id of the survey */
const toBatch = (id) =>
  h(
    "p",
    { class: "bar-actions" },
    h(
      "a",
      { class: "button button--primary", href: `#/batches/new/${id}`, "data-testid": "to-batch" },
      t("demand.to_batch"),
    ),
  );

/** @param {string} words */
const note = (words) => h("p", { class: "note note--info" }, icon("info"), words);

/** @param {import("../staff/page.js").StaffPage} page @param {string} id @param {Map<string, string>} titles @param {() => void} again @returns {HTMLElement[]} */
function proposing(page, id, titles, again) {
  const place = h("div", { class: "stack" });
  /** @param {string} name @param {object} more */
  const number = (name, more) =>
    h("input", { name, type: "number", min: 0, step: 1, "data-testid": name, ...more });
  const costs = h(
    "details",
    { class: "stack" },
    h("summary", null, t("demand.costs")),
    ...[...titles].map(([needId, title]) => field(title, number(`cost-${needId}`, { max: 1e9 }))),
  );
  const box = form({
    fields: [
      h("p", { class: "muted" }, t("demand.quotas")),
      h(
        "div",
        { class: "row" },
        ...Object.entries(QUOTAS).map(([name, value]) =>
          field(t(`voice.${name}`), number(`quota-${name}`, { max: 200, required: true, value })),
        ),
      ),
      field(t("demand.budget"), number("budget", { max: 1e11 }), t("demand.budget_hint")),
      field(t("demand.each_cost"), number("each", { max: 1e9 }), t("demand.each_cost_hint")),
      costs,
    ],
    action: t("demand.propose"),
    testid: "propose",
    submit: async (values) => {
      const yuan = (/** @type {string} */ name) => Math.round(Number(values.get(name) || 0) * 100);
      const each = yuan("each");
      const wanted = {
        quotas: Object.fromEntries(Object.keys(QUOTAS).map((name) => [name, Number(values.get(`quota-${name}`))])),
        budget: yuan("budget"),
        costs: Object.fromEntries(
          [...titles.keys()].map((need) => [need, yuan(`cost-${need}`) || each]).filter(([, cost]) => cost),
        ),
      };
      const answer = await page.api.post(`/v1/surveys/${id}/selection-proposals`, wanted);
      place.replaceChildren(proposalTable({ page, id, titles, wanted, answer, again }));
    },
  });
  return [h("div", { class: "card" }, box), place];
}

/** @param {Selection} decided @param {Map<string, string>} titles */
function decision({ basis, quotas, budget, costs, proposed, chosen, reasons, decided_at }, titles) {
  const all = [...titles.keys()].filter((need) => proposed.includes(need) || chosen.includes(need));
  const head = [
    t("needs.heading"),
    ...["cost", "proposed", "chosen", "reason"].map((name) => t(`demand.${name}`)),
  ].map((name) => h("th", { scope: "col" }, name));
  const rows = all.map((need) =>
    h(
      "tr",
      { "data-testid": "decided" },
      h("td", null, titles.get(need) || need),
      h("td", { class: "number" }, costs[need] ? (costs[need] / 100).toLocaleString() : "–"),
      h("td", null, proposed.includes(need) ? t("demand.yes") : t("demand.no")),
      h("td", null, chosen.includes(need) ? t("demand.yes") : t("demand.no")),
      h("td", null, reasons[need] || ""),
    ),
  );
  const words = Object.entries(quotas).map(([name, n]) => `${t(`voice.${name}`)} ${n}`);
  return h(
    "section",
    { class: "stack", "data-testid": "decision" },
    h(
      "p",
      { class: "note note--good" },
      icon("good"),
      t("demand.decided", { when: shown(decided_at), n: chosen.length, basis: t(`demand.basis_${basis}`) }),
    ),
    h("p", { class: "muted" }, `${words.join(" · ")}${budget ? ` · ${t("demand.budget_of", { yuan: (budget / 100).toLocaleString() })}` : ""}`),
    h(
      "div",
      { class: "scroll card figures", tabindex: "0", role: "region", "aria-label": t("demand.selection") },
      h("table", null, h("thead", null, h("tr", null, ...head)), h("tbody", null, ...rows)),
    ),
  );
}
