import { callState, factList, questionCard, yuan } from "../../components/call.js";
import { actButton, loadedView } from "../../components/loaded.js";
import { trouble } from "../../components/trouble.js";
import { ask } from "../../components/uh-dialog.js";
import { field } from "../../components/uh-field.js";
import { h, icon } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { shown } from "../../lib/time.js";
import { batchState, has } from "./batches.js";
import { batchSteps } from "./steps.js";
import { answerForm } from "./tender.js";

/**
 * @typedef {import("../staff/page.js").StaffPage} StaffPage
 * @typedef {import("./batches.js").Batch} Batch
 * @typedef {{id: string, code: string, title: string, need_class: string, budget: number, state: string}} Tender
 */

/** From its approval on, when the offices set their halves of the key. */
const STEPPED = ["approved", "calling"];
const TIMES = [
  "call_opens_at",
  "questions_until",
  "call_closes_at",
  "scores_until",
  "award_notice_at",
];

/**
 * One batch: what it buys, its approval by a second officer, its call, and its tenders.
 * @param {StaffPage} page
 * @param {string} id
 */
export function batchView(page, id) {
  return loadedView(t("batch.batch"), async (again) => {
    /** @type {{batch: Batch, tenders: Tender[]}} */
    const { batch, tenders } = await page.api.get(`/v1/batches/${encodeURIComponent(id)}`);
    const federal = has(page, "federation");
    return [
      h("a", { class: "back", href: "#/batches" }, icon("back"), t("batch.heading")),
      facts(batch),
      federal && batch.state === "draft" && note("batch.second_officer"),
      federal && batch.state === "approved" && note("batch.write_first"),
      federal && actions(page, batch, again),
      STEPPED.includes(batch.state) && (federal || has(page, "auditor")) && batchSteps(batch.id),
      batch.state === "calling" && openQuestions(page, tenders),
      h("h2", null, t("batch.tenders", { n: tenders.length })),
      h("div", { class: "cards" }, ...tenders.map((tender) => tenderCard(batch, tender))),
    ].filter((part) => part instanceof HTMLElement);
  });
}

/** @param {"batch.second_officer" | "batch.write_first"} key */
const note = (key) => h("p", { class: "note note--info" }, icon("info"), t(key));

/** @param {Batch} batch */
function facts(batch) {
  const seats = Object.entries(batch.seats).map(([role, n]) => `${t(`batch.seat_${role}`)} ${n}`);
  const quotas = Object.entries(batch.quotas).map(([name, n]) => `${t(`call.class_${name}`)} ${n}`);
  /** @type {[string, string][]} */
  const rows = [
    [t("batch.budget"), `${yuan(batch.budget)} · ${batch.year}`],
    [t("batch.quotas"), quotas.join(" · ")],
    [t("batch.panel"), seats.join(" · ")],
    ...TIMES.map((name) => /** @type {[string, string]} */ ([t(`batch.${name}`), shown(/** @type {any} */ (batch)[name])])),
    [t("batch.approved"), batch.approved_at ? shown(batch.approved_at) : t("batch.not_yet")],
  ];
  return h(
    "article",
    { class: "card stack" },
    h(
      "div",
      { class: "row row--between" },
      h("span", { class: "code" }, batch.code),
      batchState(batch.state),
    ),
    h("h2", null, batch.title),
    factList(rows),
  );
}

/** @param {StaffPage} page @param {Batch} batch @param {() => void} again */
function actions({ api, toast }, batch, again) {
  const place = `/v1/batches/${batch.id}`;
  /** @param {"approve" | "publish"} name @param {string} path */
  const sure = (name, path) => async () => {
    const label = t(`batch.${name}`);
    const about = t(`batch.${name}_sure`, { title: batch.title, yuan: yuan(batch.budget) });
    if (!(await ask({ heading: label, content: [h("p", null, about)], action: label }))) return;
    await api.post(`${place}/${path}`, {});
    again();
  };
  async function cancel() {
    const reason = h("textarea", { rows: 3, maxlength: 500, required: true, "data-testid": "reason" });
    const content = [h("p", null, t("batch.cancel_sure")), field(t("batch.reason"), reason)];
    const really = await ask({ heading: t("batch.cancel"), content, action: t("batch.cancel") });
    if (!really || !reason.value.trim()) return;
    await api.post(`${place}/cancellation`, { reason: reason.value.trim() });
    again();
  }
  /** @param {"approve" | "publish" | "cancel"} name @param {() => Promise<void>} act */
  const button = (name, act) =>
    actButton({ label: t(`batch.${name}`), testid: name, toast, act, primary: name !== "cancel" });
  return h(
    "div",
    { class: "bar-actions" },
    batch.state === "draft" && button("approve", sure("approve", "approval")),
    batch.state === "approved" && button("publish", sure("publish", "call")),
    batch.state !== "cancelled" && batch.state !== "delivering" && button("cancel", cancel),
  );
}

/** @param {Batch} batch @param {Tender} tender */
const tenderCard = (batch, { id, code, title, need_class, budget, state }) =>
  h(
    "article",
    { class: "card stack", "data-testid": "tender" },
    h("div", { class: "row row--between" }, h("span", { class: "code" }, code), callState(state)),
    h("h3", null, h("a", { href: `#/batches/${batch.id}/${id}` }, title)),
    h("p", { class: "muted" }, `${t(`call.class_${need_class}`)} · ${yuan(budget)}`),
  );

/**
 * The questions that keep calls of the batch open; looked up when somebody wants to see them.
 * @param {StaffPage} page
 * @param {Tender[]} tenders
 */
function openQuestions(page, tenders) {
  const place = h("div", { class: "stack" });
  const summary = h("summary", null, t("batch.open_questions"));
  const box = h(
    "details",
    { class: "card stack", "data-testid": "open-questions" },
    summary,
    place,
  );
  const none = () =>
    h("p", { class: "note note--good" }, icon("good"), t("batch.no_open_question"));

  /** @param {HTMLElement} section of a question that is answered now */
  function settled(section) {
    section.remove();
    if (!place.children.length) place.append(none());
    summary.focus();
  }

  async function load() {
    place.replaceChildren(h("div", { class: "skeleton", role: "status" }));
    try {
      const found = [];
      // One after the other: there may be dozens, and nobody waits for them in a hurry.
      for (const { id } of tenders) {
        const { title, questions } = await page.api.get(`/v1/calls/${id}`);
        const open = questions.filter((/** @type {any} */ { answer }) => answer === null);
        found.push(...open.map((/** @type {any} */ question) => ({ title, question })));
      }
      const cards = found.map(({ title, question }) => {
        const card = questionCard(
          question,
          (asked) => has(page, "federation") && answerForm(page, asked, () => settled(section)),
        );
        const section = h("section", { class: "stack" }, h("h3", null, title), card);
        return section;
      });
      place.replaceChildren(...(cards.length ? cards : [none()]));
    } catch (error) {
      const problem = /** @type {import("../../lib/problem.js").Problem} */ (error);
      place.replaceChildren(trouble(problem, load));
    }
  }
  box.addEventListener("toggle", () => void (box.open && load()));
  return box;
}
