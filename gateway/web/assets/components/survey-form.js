import "./uh-field.js";
import { asked } from "./question.js";
import { trouble } from "./trouble.js";
import { field } from "./uh-field.js";
import { h } from "../lib/dom.js";
import { hasText, t } from "../lib/i18n.js";
import { Problem } from "../lib/problem.js";

/**
 * @typedef {import("./question.js").Answer} Answer
 *
 * @typedef {object} Survey
 * @property {string} id
 * @property {string} code
 * @property {string} title
 * @property {string} introduction
 * @property {import("./question.js").Question[]} questions
 * @property {boolean} anonymous
 * @property {string[]} scopes
 * @property {string[]} audiences
 * @property {string} opens_at
 * @property {string} closes_at
 * @property {string} state
 *
 * @typedef {{answers: Answer[], age_band: string, audience: string}} Filled
 */

const AGES = ["under-30", "30-39", "40-49", "50-up"];

/**
 * The form of a survey, for a member and for a clerk with a paper sheet.
 * @param {object} parts
 * @param {Survey} parts.survey
 * @param {HTMLElement[]} [parts.before] fields that stand above the questions
 * @param {HTMLElement[]} [parts.after]
 * @param {Filled} [parts.given] what stands in it
 * @param {string} parts.action
 * @param {string} parts.testid
 * @param {(filled: Filled, values: FormData) => Promise<void>} parts.submit may throw a Problem
 */
export function surveyForm({ survey, before = [], after = [], given, action, testid, submit }) {
  const questions = survey.questions.map((question, at) =>
    asked(
      question,
      at + 1,
      given && given.answers.find((answer) => answer.question === question.code),
    ),
  );
  const age = choice("age_band", AGES, given ? given.age_band : "", (code) => t(`voice.age.${code}`));
  const audience = choice("audience", survey.audiences, given ? given.audience : "", audienceName);
  const problems = h("div");
  const button = h(
    "button",
    { type: "submit", class: "button button--primary button--wide", "data-testid": testid },
    action,
  );
  return h(
    "form",
    { class: "stack", novalidate: true, onsubmit: send },
    ...before,
    ...questions.map(({ element }) => element),
    field(t("voice.age_band"), age, t("voice.may_stay_empty")),
    survey.audiences.length > 0 && field(t("voice.audience_label"), audience),
    ...after,
    problems,
    button,
  );

  /** @param {Event} event */
  async function send(event) {
    event.preventDefault();
    if (button.disabled) return;
    problems.replaceChildren();
    // The last one that is wrong takes the focus, so the check goes from the end.
    const wrong = [...questions].reverse().filter((question) => !question.check());
    const fields = [.../** @type {HTMLElement} */ (event.target).querySelectorAll("uh-field")];
    const unfit = /** @type {import("./uh-field.js").Field[]} */ (fields).filter(
      ({ control }) => !control.checkValidity(),
    );
    for (const each of unfit.reverse()) each.error = t("voice.field_wrong");
    if (wrong.length || unfit.length) {
      const code = "answers_missing";
      problems.replaceChildren(trouble(new Problem({ status: 422, code })));
      return;
    }
    button.disabled = true;
    button.setAttribute("data-busy", "");
    try {
      const answers = /** @type {Answer[]} */ (questions.map(({ read }) => read()).filter(Boolean));
      await submit(
        { answers, age_band: age.value, audience: audience.value },
        new FormData(/** @type {HTMLFormElement} */ (event.target)),
      );
    } catch (error) {
      problems.replaceChildren(trouble(/** @type {Problem} */ (error)));
    } finally {
      button.disabled = false;
      button.removeAttribute("data-busy");
    }
  }
}

/** @param {string} code @returns {string} */
export const audienceName = (code) =>
  hasText(`voice.group.${code}`) ? t(`voice.group.${code}`) : code;

/**
 * @param {string} name
 * @param {string[]} codes
 * @param {string} chosen
 * @param {(code: string) => string} named
 */
function choice(name, codes, chosen, named) {
  return h(
    "select",
    { name },
    h("option", { value: "" }, t("voice.no_choice")),
    ...codes.map((code) => h("option", { value: code, selected: code === chosen }, named(code))),
  );
}
