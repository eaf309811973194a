import { h, icon } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { shown } from "../lib/time.js";

/**
 * @typedef {object} Question
 * @property {string} id
 * @property {string} text
 * @property {string} asked_at
 * @property {string | null} answer
 * @property {string | null} answered_at
 *
 * @typedef {object} Call
 * @property {string} id
 * @property {string} code
 * @property {string} title
 * @property {string} need_class
 * @property {number} budget fen
 * @property {string} requirements
 * @property {string} audience
 * @property {string[]} adaptations
 * @property {{code: string, text: string, weight: number}[]} criteria
 * @property {string} method
 * @property {string | null} method_sha256
 * @property {string} state
 * @property {string} call_opens_at
 * @property {string} questions_until
 * @property {string} call_closes_at
 * @property {Question[]} questions
 */

/** @type {Record<string, string>} */
const LOOKS = {
  draft: "closed",
  published: "before",
  open: "open",
  opening: "closed",
  scoring: "before",
  moderation: "before",
  ranked: "before",
  standstill: "sold_out",
  suspended: "sold_out",
  awarded: "open",
};

/** @param {number} fen @returns {string} */
export const yuan = (fen) => t("call.yuan", { n: (fen / 100).toLocaleString() });

/** @param {string} state of a tender */
export const callState = (state) =>
  h(
    "span",
    { class: `badge badge--${LOOKS[state] || "cancelled"}`, "data-testid": "call-state" },
    t(`call.state_${state}`),
  );

/** @param {[string, Node | string][]} rows */
export const factList = (rows) =>
  h(
    "dl",
    { class: "facts" },
    ...rows.flatMap(([name, value]) => [h("dt", null, name), h("dd", { class: "wrap" }, value)]),
  );

/**
 * A call as everybody sees it, without its questions.
 * @param {Call} call
 * @returns {HTMLElement[]}
 */
export function callParts(call) {
  const adapted = call.adaptations.map((name) => t(`call.adaptation_${name}`)).join(" · ");
  /** @type {[string, string][]} */
  const rows = [
    [t("call.class"), t(`call.class_${call.need_class}`)],
    [t("call.budget"), yuan(call.budget)],
    [t("call.opens"), shown(call.call_opens_at)],
    [t("call.questions_until"), shown(call.questions_until)],
    [t("call.closes"), shown(call.call_closes_at)],
    [t("call.audience"), call.audience || t("call.not_said")],
    [t("call.adaptations"), adapted || t("call.no_adaptation")],
  ];
  return [
    h(
      "article",
      { class: "card stack" },
      h(
        "div",
        { class: "row row--between" },
        h("span", { class: "code" }, call.code),
        callState(call.state),
      ),
      h("h2", null, call.title),
      factList(rows),
    ),
    h(
      "article",
      { class: "card stack" },
      h("h2", null, t("call.requirements")),
      h("p", { class: "lines wrap" }, call.requirements || t("call.not_said")),
    ),
    judged(call),
  ];
}

/** @param {Call} call */
const judged = ({ criteria, method, method_sha256 }) =>
  h(
    "article",
    { class: "card stack", "data-testid": "judged" },
    h("h2", null, t("call.judged")),
    factList(criteria.map(({ text, weight }) => [t("call.points", { n: weight }), text])),
    h("p", null, t(`call.method_${method}`)),
    method_sha256 && h("p", { class: "muted" }, t("call.hash_text")),
    method_sha256 && h("p", { class: "code wrap", "data-testid": "method-hash" }, method_sha256),
  );

/**
 * Questions and answers. Nobody's name is in them.
 * @param {Question[]} questions
 * @param {(question: Question) => HTMLElement | false} [more] what stands below an open question
 */
export const questionList = (questions, more = () => false) =>
  h(
    "section",
    { class: "stack", "data-testid": "questions" },
    h("h2", null, t("call.questions")),
    h("p", { class: "muted" }, t(questions.length ? "call.questions_text" : "call.no_questions")),
    ...questions.map((question) => questionCard(question, more)),
  );

/** @param {Question} question @param {(question: Question) => HTMLElement | false} more */
export const questionCard = (question, more) =>
  h(
    "article",
    {
      class: "card stack",
      "data-testid": "question",
      "data-id": question.id,
      "data-answered": question.answer !== null,
    },
    h("p", { class: "muted" }, t("call.asked_at", { when: shown(question.asked_at) })),
    h("p", { class: "lines wrap" }, question.text),
    question.answer === null
      ? [h("p", { class: "note note--warn" }, icon("wait"), t("call.not_answered")), more(question)]
      : [
          h("p", { class: "muted" }, t("call.answered_at", { when: shown(question.answered_at || "") })),
          h("p", { class: "note note--info lines wrap", "data-testid": "answer" }, question.answer),
        ],
  );
