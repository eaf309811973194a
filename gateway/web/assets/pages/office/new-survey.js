import { form } from "../../components/form.js";
import { field } from "../../components/uh-field.js";
import { audienceName } from "../../components/survey-form.js";
import { h } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { Problem } from "../../lib/problem.js";
import { toInstant, toLocal } from "../../lib/time.js";
import { districtChoice, DISTRICTS } from "./districts.js";
import { questionEditor } from "./question-editor.js";
import { backTo } from "./survey.js";

const DAY = 86400e3;
const AUDIENCES = ["deaf", "wheelchair", "new-employment", "parents"];

/**
 * Draws up a survey. It stays a draft, which members do not see, until it is published.
 * @param {import("../staff/page.js").StaffPage} page
 */
export function newSurveyView({ api, clock, me }) {
  const roles = me ? me.roles : [];
  const own = roles.map(({ scope }) => scope.split("/")[0]).filter((scope) => DISTRICTS.includes(scope));
  const federal = roles.some(({ role }) => role === "federation");
  const next = Math.ceil(clock.now() / 3600e3) * 3600e3;
  /** @type {import("./question-editor.js").Editor[]} */
  let editors = [];
  const questions = h("div", { class: "stack" });
  const add = () => {
    const editor = questionEditor(api, editors.length + 1, () => {
      editors = editors.filter((each) => each !== editor);
      editor.element.remove();
    });
    editors.push(editor);
    questions.append(editor.element);
  };
  add();
  /** @param {string} name @param {number} moment */
  const time = (name, moment) =>
    h("input", { name, type: "datetime-local", required: true, value: toLocal(moment), "data-testid": name });
  const box = form({
    fields: [
      field(
        t("demand.survey_title"),
        h("input", { name: "title", required: true, maxlength: 120, "data-testid": "title" }),
      ),
      field(t("demand.introduction"), h("textarea", { name: "introduction", maxlength: 4000, rows: 3 })),
      field(t("demand.opens"), time("opens_at", next), t("office.zone")),
      field(t("demand.closes"), time("closes_at", next + 14 * DAY), t("office.zone")),
      districtChoice(federal ? [] : own, !federal && own.length > 0),
      h("p", { class: "field__hint" }, t("demand.scopes_hint")),
      h(
        "fieldset",
        { class: "choices" },
        h("legend", { class: "field__label" }, t("demand.audiences_hint")),
        ...AUDIENCES.map((code) =>
          h(
            "label",
            { class: "choice" },
            h("input", { type: "checkbox", name: "audiences", value: code }),
            audienceName(code),
          ),
        ),
      ),
      h(
        "label",
        { class: "choice" },
        h("input", { type: "checkbox", name: "anonymous", checked: true, "data-testid": "anonymous" }),
        t("demand.anonymous"),
      ),
      field(
        t("demand.eligible"),
        h("textarea", { name: "eligible", rows: 3, "data-testid": "eligible" }),
        t("demand.eligible_hint"),
      ),
      h("h2", null, t("demand.questions")),
      questions,
      h(
        "div",
        { class: "row" },
        h("button", { type: "button", class: "button", "data-testid": "add-question", onclick: add }, t("demand.add_question")),
      ),
    ],
    action: t("demand.create"),
    testid: "create-survey",
    submit: async (values) => {
      const survey = await api.post("/v1/surveys", {
        title: String(values.get("title")),
        introduction: String(values.get("introduction")),
        opens_at: toInstant(String(values.get("opens_at"))),
        closes_at: toInstant(String(values.get("closes_at"))),
        scopes: values.getAll("districts").map(String),
        audiences: values.getAll("audiences").map(String),
        anonymous: values.has("anonymous"),
        eligible: eligibleOf(String(values.get("eligible"))),
        questions: editors.map((editor, at) => ({ code: `q${at + 1}`, ...editor.read() })),
      });
      location.hash = `#/surveys/${survey.id}`;
    },
  });
  const element = h(
    "section",
    { class: "stack" },
    backTo(),
    h("h1", { tabindex: "-1" }, t("demand.new_survey")),
    h("div", { class: "card" }, box),
  );
  return { title: t("demand.new_survey"), element, stop: () => {} };
}

/** @param {string} lines a district and a number each @returns {Record<string, number>} */
function eligibleOf(lines) {
  /** @type {Record<string, number>} */
  const found = {};
  for (const line of lines.split("\n").map((each) => each.trim()).filter(Boolean)) {
    const [name, number] = line.split(/[\s,，:：]+/);
    const code = DISTRICTS.find((each) => each === name || t(`district.${each}`) === name);
    if (!code || !/^\d+$/.test(number || "")) throw new Problem({ status: 422, code: "eligible_unclear" });
    found[code] = Number(number);
  }
  return found;
}
