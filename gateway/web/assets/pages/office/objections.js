import { form } from "../../components/form.js";
import { ask } from "../../components/uh-dialog.js";
import { field } from "../../components/uh-field.js";
import { h, icon } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { shown } from "../../lib/time.js";

/**
 * @typedef {import("../staff/page.js").StaffPage} StaffPage
 * @typedef {{id: string, text: string, state: string, filed_at: string, answer: string | null, answered_at: string | null}} Objection
 */

/** What an answer can mean for the award. */
const OUTCOMES = ["dismiss", "rescore", "annul"];

/**
 * All objections to a tender's notices; the open ones with a form to answer.
 * @param {StaffPage} page
 * @param {Objection[]} all
 * @param {boolean} answerable
 * @param {() => void} again
 * @returns {HTMLElement[]}
 */
export function objections(page, all, answerable, again) {
  if (!all.length) return [];
  const open = all.filter(({ state }) => state === "filed").length;
  return [
    h("h2", null, t("award.objections", { n: all.length })),
    ...(open ? [h("p", { class: "note note--warn" }, icon("warn"), t("award.suspended", { n: open }))] : []),
    ...all.map((objection) => card(page, objection, answerable, again)),
  ];
}

/** @param {StaffPage} page @param {Objection} objection @param {boolean} answerable @param {() => void} again */
const card = (page, { id, text, state, filed_at, answer, answered_at }, answerable, again) =>
  h(
    "article",
    { class: "card stack", "data-testid": "objection", "data-state": state },
    h(
      "div",
      { class: "row row--between" },
      h("span", { class: "muted" }, shown(filed_at)),
      h(
        "span",
        { class: `badge badge--${state === "filed" ? "sold_out" : "closed"}` },
        t(`award.objection_${state}`),
      ),
    ),
    h("p", { class: "lines wrap" }, text),
    answer !== null && h("p", { class: "muted" }, t("award.answered_at", { when: shown(answered_at || "") })),
    answer !== null && h("p", { class: "note note--info lines wrap" }, answer),
    answerable && state === "filed" && answerForm(page, id, again),
  );

/** @param {StaffPage} page @param {string} id @param {() => void} again */
const answerForm = ({ api, toast }, id, again) =>
  form({
    fields: [
      field(
        t("award.means"),
        h(
          "select",
          { name: "outcome", "data-testid": "objection-outcome" },
          ...OUTCOMES.map((name) => h("option", { value: name }, t(`award.means_${name}`))),
        ),
      ),
      field(
        t("award.answer"),
        h("textarea", { name: "answer", rows: 4, maxlength: 5000, required: true, "data-testid": "objection-answer" }),
        t("award.answer_hint"),
      ),
    ],
    action: t("award.answer_send"),
    testid: "answer-objection",
    submit: async (values) => {
      const outcome = String(values.get("outcome"));
      const heading = t(`award.means_${outcome}`);
      if (!(await ask({ heading, content: [h("p", null, t("award.answer_sure"))], action: t("award.answer_send") }))) return;
      await api.post(`/v1/objections/${id}/answer`, { outcome, answer: String(values.get("answer")) });
      toast.show(t("award.answered"), { kind: "good" });
      again();
    },
  });
