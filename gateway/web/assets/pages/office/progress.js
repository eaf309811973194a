import { loadedView } from "../../components/loaded.js";
import { h } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { shown } from "../../lib/time.js";
import { backToBatch, note } from "./steps.js";

/**
 * @typedef {object} ProgressTender
 * @property {string} tender_id
 * @property {string} code
 * @property {string} title
 * @property {string} need_class
 * @property {string} state
 * @property {{account_id: string, name: string, role: string}[]} reviewers
 * @property {{application_id: string, label: string, provider_name: string | null, sheets: string[]}[]} applications
 */

/** The states of a sheet, and a sign for each that needs no colour. */
const SIGNS = { unopened: "○", draft: "◐", submitted: "●", locked: "■" };
const DONE = ["submitted", "locked"];

/**
 * How far the scoring of a batch is: a mark for each application and reviewer.
 * @param {import("../staff/page.js").StaffPage} page
 * @param {string} id of the batch
 */
export function progressView(page, id) {
  return loadedView(t("progress.heading"), async (again) => {
    /** @type {{scores_until: string, counts: Record<string, number>, items: ProgressTender[]}} */
    const { scores_until, counts, items } = await page.api.get(`/v1/batches/${id}/progress`);
    if (!items.length) return [backToBatch(id), note(t("progress.none"))];
    const grid = h("div", { class: "grids" });
    const behind = h("input", { type: "checkbox", "data-testid": "behind", onchange: () => draw() });
    const draw = () => {
      const chosen = behind.checked ? items.filter(waits) : items;
      grid.replaceChildren(...chosen.map((tender) => tenderGrid(id, tender)));
    };
    draw();
    return [
      backToBatch(id),
      h("p", { class: "muted" }, t("progress.until", { when: shown(scores_until) })),
      summary(counts, items),
      h("ul", { class: "legend" }, ...Object.entries(SIGNS).map(([state, sign]) => h("li", null, mark(state, sign), t(`progress.${state}`)))),
      reviewers(items),
      h(
        "div",
        { class: "row row--between" },
        h("label", { class: "choice" }, behind, t("progress.behind")),
        h("button", { type: "button", class: "button", "data-testid": "refresh", onclick: again }, t("progress.refresh")),
      ),
      grid,
    ];
  });
}

/** @param {ProgressTender} tender */
const waits = ({ applications }) =>
  applications.some(({ sheets }) => sheets.some((state) => !DONE.includes(state)));

/** @param {string} state @param {string} sign */
const mark = (state, sign) => h("span", { class: `mark mark--${state}`, "aria-hidden": "true" }, sign);

/** @param {Record<string, number>} counts @param {ProgressTender[]} items */
function summary(counts, items) {
  const all = Object.values(counts).reduce((sum, n) => sum + n, 0);
  const done = DONE.reduce((sum, state) => sum + (counts[state] || 0), 0);
  const applications = items.reduce((sum, tender) => sum + tender.applications.length, 0);
  return h(
    "section",
    { class: "card stack", "data-testid": "progress-sum" },
    h("p", null, t("progress.sum", { done, all, applications, tenders: items.length })),
    h("progress", { max: Math.max(all, 1), value: done, "aria-label": t("progress.heading") }),
  );
}

/** Who is how far, the slowest first. @param {ProgressTender[]} items */
function reviewers(items) {
  /** @type {Map<string, {name: string, done: number, all: number}>} */
  const found = new Map();
  for (const tender of items) {
    for (const [at, { account_id, name }] of tender.reviewers.entries()) {
      const one = found.get(account_id) || { name, done: 0, all: 0 };
      one.all += tender.applications.length;
      one.done += tender.applications.filter(({ sheets }) => DONE.includes(sheets[at])).length;
      found.set(account_id, one);
    }
  }
  const rows = [...found.values()].sort((one, other) => one.done / one.all - other.done / other.all);
  return h(
    "section",
    { class: "card stack" },
    h("h2", null, t("progress.reviewers")),
    ...rows.map(({ name, done, all }) =>
      h(
        "div",
        { class: "who", "data-testid": "progress-reviewer" },
        h("span", null, name),
        h("progress", { max: Math.max(all, 1), value: done, "aria-label": name }),
        h("span", { class: "number" }, `${done} / ${all}`),
      ),
    ),
  );
}

/** @param {string} batch @param {ProgressTender} tender */
function tenderGrid(batch, { tender_id, code, title, reviewers: who, applications }) {
  const sheets = applications.flatMap((each) => each.sheets);
  const done = sheets.filter((state) => DONE.includes(state)).length;
  const name = `${code} ${title}`;
  return h(
    "section",
    { class: "stack stack--tight", "data-testid": "progress-tender" },
    h(
      "div",
      { class: "row row--between" },
      h("h3", null, h("a", { href: `#/batches/${batch}/${tender_id}/ranking` }, name)),
      h("span", { class: "number" }, `${done} / ${sheets.length}`),
    ),
    h(
      "div",
      { class: "scroll card", tabindex: "0", role: "region", "aria-label": name },
      h(
        "table",
        { class: "grid" },
        h("thead", null, h("tr", null, h("th", { scope: "col" }, t("progress.application")), ...who.map(head))),
        h("tbody", null, ...applications.map(row)),
      ),
    ),
  );
}

/** @param {{name: string, role: string}} reviewer */
const head = ({ name, role }) => h("th", { scope: "col", title: t(`batch.seat_${role}`) }, name);

/** @param {ProgressTender["applications"][number]} application */
const row = ({ label, provider_name, sheets }) =>
  h(
    "tr",
    { "data-testid": "progress-application" },
    h("th", { scope: "row" }, provider_name ? `${label} ${provider_name}` : label),
    ...sheets.map((state) =>
      h(
        "td",
        { "data-state": state },
        mark(state, SIGNS[/** @type {keyof typeof SIGNS} */ (state)]),
        h("span", { class: "hidden" }, t(`progress.${state}`)),
      ),
    ),
  );
