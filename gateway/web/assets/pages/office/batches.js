import "../../components/uh-empty.js";
import { yuan } from "../../components/call.js";
import { form } from "../../components/form.js";
import { listingView } from "../../components/listing.js";
import { trouble } from "../../components/trouble.js";
import { field } from "../../components/uh-field.js";
import { h, reconcile } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { Listing } from "../../lib/listing.js";
import { shown } from "../../lib/time.js";
import { applicationView } from "./application.js";
import { applicationsView } from "./applications.js";
import { auditView } from "./audit.js";
import { awardView } from "./award.js";
import { newBatchView } from "./batch-new.js";
import { batchView } from "./batch.js";
import { openingView } from "./opening.js";
import { panelsView } from "./panels.js";
import { progressView } from "./progress.js";
import { rankingView } from "./ranking.js";
import { sittingView } from "./sitting.js";
import { tenderView } from "./tender.js";

/**
 * @typedef {import("../staff/page.js").StaffPage} StaffPage
 *
 * @typedef {{year: number, total: number, reserved: number}} Budget of a year, in fen
 *
 * @typedef {object} Batch
 * @property {string} id
 * @property {string} code
 * @property {string} title
 * @property {number} year
 * @property {number} budget fen
 * @property {Record<string, number>} quotas
 * @property {Record<string, number>} seats
 * @property {string} call_opens_at
 * @property {string} questions_until
 * @property {string} call_closes_at
 * @property {string} scores_until
 * @property {string} award_notice_at
 * @property {string} state
 * @property {string | null} approved_at
 */

/** @type {Record<string, string>} */
const LOOKS = { draft: "draft", approved: "before", calling: "open", reviewing: "before", publicising: "before", delivering: "open" };

/** @type {Record<string, (page: StaffPage, batch: string) => import("../staff/page.js").View>} */
const OF_BATCH = { seal: openingView, panels: panelsView, progress: progressView, audit: auditView };
/** @type {Record<string, (page: StaffPage, batch: string, tender: string) => import("../staff/page.js").View>} */
const OF_TENDER = { applications: applicationsView, sitting: sittingView, ranking: rankingView, award: awardView };

/**
 * Batches: the list, `#/batches/new/<survey>`, `#/batches/<id>`, `#/batches/<id>/<step>`,
 * `#/batches/<id>/<tender>`, `#/batches/<id>/<tender>/<step>`.
 * @param {StaffPage} page
 */
export function batchesView(page) {
  const [, , id, part, step = "", item] = location.hash.split("/");
  if (id === "new") return newBatchView(page, part || "");
  if (!id) return listView(page);
  if (!part) return batchView(page, id);
  if (Object.prototype.hasOwnProperty.call(OF_BATCH, part)) return OF_BATCH[part](page, id);
  if (step === "applications" && item) return applicationView(page, id, part, item);
  if (Object.prototype.hasOwnProperty.call(OF_TENDER, step)) return OF_TENDER[step](page, id, part);
  return tenderView(page, id, part);
}

/** @param {StaffPage} page @param {string} role */
export const has = ({ me }, role) => !!me && me.roles.some((held) => held.role === role);

/** @param {string} state */
export const batchState = (state) =>
  h(
    "span",
    { class: `badge badge--${LOOKS[state] || "cancelled"}`, "data-testid": "batch-state" },
    t(`batch.state_${state}`),
  );

/** @param {StaffPage} page */
function listView(page) {
  const listing = /** @type {Listing<Batch>} */ (new Listing(page.api, "/v1/batches?limit=30"));
  const list = h("div", { class: "cards" });
  const { element: rows, stop } = listingView({
    listing,
    list,
    render: () => reconcile(list, listing.items, card, () => {}),
    empty: { icon: "release", heading: t("batch.none"), text: t("batch.none_text") },
  });
  const element = h(
    "section",
    { class: "stack" },
    h("h1", { tabindex: "-1" }, t("batch.heading")),
    (has(page, "federation") || has(page, "auditor")) && budgets(page),
    has(page, "federation") &&
      h(
        "div",
        { class: "row" },
        h(
          "a",
          { class: "button button--primary", href: "#/batches/new", "data-testid": "new-batch" },
          t("batch.new"),
        ),
        h("a", { class: "button", href: "/calls/", target: "_blank" }, t("batch.public_page")),
        h("a", { class: "button", href: "/results/", target: "_blank" }, t("step.results")),
      ),
    rows,
  );
  return { title: t("batch.heading"), element, stop };
}

/** @param {Batch} batch */
const card = ({ id, code, title, year, budget, state, call_opens_at, call_closes_at }) =>
  h(
    "article",
    { class: "card stack", "data-testid": "batch" },
    h("div", { class: "row row--between" }, h("span", { class: "code" }, code), batchState(state)),
    h("h2", null, h("a", { href: `#/batches/${id}` }, title)),
    h("p", null, `${year} · ${yuan(budget)}`),
    h("p", { class: "muted" }, `${shown(call_opens_at)} – ${shown(call_closes_at)}`),
  );

/** The years' budgets, and for the federation a form to set one. @param {StaffPage} page */
function budgets(page) {
  const years = h("div", { class: "stack" });
  const problems = h("div");
  async function load() {
    problems.replaceChildren();
    try {
      const { items } = await page.api.get("/v1/budgets");
      years.replaceChildren(...items.map(budget));
    } catch (error) {
      problems.replaceChildren(
        trouble(/** @type {import("../../lib/problem.js").Problem} */ (error), load),
      );
    }
  }
  load();
  return h(
    "section",
    { class: "card stack", "data-testid": "budgets" },
    h("h2", null, t("batch.budgets")),
    problems,
    years,
    has(page, "federation") &&
      h("details", null, h("summary", null, t("batch.set_budget")), budgetForm(page, load)),
  );
}

/** @param {Budget} budget */
const budget = ({ year, total, reserved }) =>
  h(
    "div",
    { "data-testid": "budget" },
    h(
      "p",
      { class: "row row--between" },
      h("strong", null, String(year)),
      h(
        "span",
        null,
        t("batch.budget_line", {
          total: yuan(total),
          reserved: yuan(reserved),
          left: yuan(total - reserved),
        }),
      ),
    ),
    h("progress", {
      max: Math.max(total, 1),
      value: reserved,
      "aria-label": t("batch.reserved_of", { year }),
    }),
  );

/** @param {StaffPage} page @param {() => void} done */
const budgetForm = ({ api, clock, toast }, done) =>
  form({
    fields: [
      field(
        t("batch.year"),
        h("input", {
          name: "year",
          type: "number",
          min: 2000,
          max: 2100,
          required: true,
          value: new Date(clock.now()).getFullYear(),
          "data-testid": "year",
        }),
      ),
      field(
        t("batch.total"),
        h("input", {
          name: "total",
          type: "number",
          min: 0,
          max: 1e11,
          step: 0.01,
          required: true,
          "data-testid": "total",
        }),
        t("batch.total_hint"),
      ),
    ],
    action: t("batch.save"),
    testid: "set-budget",
    submit: async (values) => {
      const total = Math.round(Number(values.get("total")) * 100);
      await api.post("/v1/budgets", { year: Number(values.get("year")), total });
      toast.show(t("batch.saved"), { kind: "good" });
      done();
    },
  });
