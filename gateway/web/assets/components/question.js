import { field } from "./uh-field.js";
import { h, text } from "../lib/dom.js";
import { t } from "../lib/i18n.js";

/**
 * @typedef {{code: string, text: string, need_id?: string}} Option
 *
 * @typedef {object} Question
 * @property {string} code
 * @property {"single" | "multiple" | "ranked" | "scale" | "text"} kind
 * @property {string} text
 * @property {Option[]} options
 * @property {number} least
 * @property {number} most
 * @property {boolean} required
 *
 * @typedef {{question: string, options?: string[], number?: number | null, text?: string | null}} Answer
 *
 * @typedef {object} Asked
 * @property {HTMLElement} element
 * @property {() => Answer | null} read what is answered, null for nothing
 * @property {() => boolean} check whether it fits; else the error is told at the question
 */

let count = 0;

/**
 * One question with native controls only, so that every keyboard and screen reader knows them.
 * @param {Question} question
 * @param {number} place counted from 1
 * @param {Answer} [given]
 * @returns {Asked}
 */
export function asked(question, place, given) {
  const name = `question-${++count}`;
  const chosen = (given && given.options) || [];
  const controls =
    question.kind === "ranked"
      ? ranks(question, chosen)
      : question.kind === "text"
        ? writing(question, given)
        : ticks(question, name, question.kind === "scale" ? [String(given?.number)] : chosen);
  const error = h("p", { class: "field__error", id: `${name}-error`, hidden: true });
  const rule = ruleOf(question);
  const element = h(
    "fieldset",
    { class: "question stack", "aria-describedby": `${name}-hint ${name}-error` },
    h("legend", { class: "field__label" }, `${place}. ${question.text}`),
    h("p", { class: "field__hint", id: `${name}-hint` }, rule),
    controls.element,
    error,
  );
  element.dataset.testid = `question-${question.code}`;
  element.addEventListener("input", () => tell(""));

  /** @param {string} message */
  function tell(message) {
    text(error, message);
    error.hidden = !message;
    if (message) /** @type {HTMLElement} */ (element.querySelector("input, select, textarea")).focus();
  }

  /** @returns {Answer | null} */
  function read() {
    const marks = controls.read();
    if (!marks.length) return null;
    if (question.kind === "text") return { question: question.code, text: marks[0] };
    if (question.kind === "scale") return { question: question.code, number: Number(marks[0]) };
    return { question: question.code, options: marks };
  }

  function check() {
    const marks = controls.read();
    const several = question.kind === "multiple" || question.kind === "ranked";
    if (!marks.length) tell(question.required ? t("voice.wants_answer") : "");
    else if (new Set(marks).size < marks.length) tell(t("voice.twice"));
    else if (several && (marks.length < question.least || marks.length > question.most)) tell(rule);
    else tell("");
    return !error.textContent;
  }
  return { element, read, check };
}

/** @param {Question} question @returns {string} */
function ruleOf({ kind, least, most, required }) {
  const values = { least: Math.max(1, least), most };
  const bounds = least > 1 ? t("voice.rule_between", values) : t("voice.rule_most", values);
  const rule =
    kind === "multiple" || kind === "ranked" ? `${t(`voice.rule_${kind}`)} ${bounds}` : t(`voice.rule_${kind}`);
  return `${rule}${required ? ` · ${t("voice.required")}` : ""}`;
}

/** @param {Question} question @param {string} name @param {string[]} chosen */
function ticks(question, name, chosen) {
  const scale = question.kind === "scale";
  const steps = Array.from({ length: question.most - question.least + 1 }, (_, step) =>
    String(question.least + step),
  );
  const options = scale ? steps.map((step) => ({ code: step, text: step })) : question.options;
  const boxes = options.map((option) =>
    h("input", {
      type: question.kind === "multiple" ? "checkbox" : "radio",
      name,
      value: option.code,
      checked: chosen.includes(option.code),
    }),
  );
  const element = h(
    "div",
    { class: scale ? "ticks ticks--row" : "ticks" },
    ...options.map((option, at) => h("label", { class: "tick" }, boxes[at], h("span", null, option.text))),
  );
  return { element, read: () => boxes.filter((box) => box.checked).map((box) => box.value) };
}

/** One list after the other: the next rank appears when the one before is given. @param {Question} question @param {string[]} chosen */
function ranks(question, chosen) {
  const element = h("div", { class: "stack" });
  /** @type {HTMLSelectElement[]} */
  const lists = [];
  const read = () => lists.map((list) => list.value).filter(Boolean);

  function more() {
    const last = lists[lists.length - 1];
    if (lists.length >= question.most || (last && !last.value)) return;
    const wanted = chosen[lists.length] || "";
    const list = h(
      "select",
      { onchange: more },
      h("option", { value: "" }, t("voice.no_choice")),
      ...question.options.map(({ code, text: words }) =>
        h("option", { value: code, selected: code === wanted }, words),
      ),
    );
    lists.push(list);
    element.append(field(t("voice.rank", { n: lists.length }), list));
    if (wanted) more();
  }
  more();
  return { element, read };
}

/** @param {Question} question @param {Answer} [given] */
function writing(question, given) {
  const area = h("textarea", { maxlength: 2000, rows: 4, "aria-label": question.text });
  area.value = (given && given.text) || "";
  return { element: area, read: () => [area.value.trim()].filter(Boolean) };
}
