import "../../components/uh-empty.js";
import { loadedView } from "../../components/loaded.js";
import { surveyForm } from "../../components/survey-form.js";
import { h, icon } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { shown } from "../../lib/time.js";

/** @typedef {import("../../components/survey-form.js").Survey} Survey */

/**
 * The surveys that ask the member, or the form of one.
 * @param {import("../voice.js").Context} context
 * @param {string} id
 */
export function surveysView(context, id) {
  return loadedView(t("voice.surveys"), async () => {
    const { items } = await context.api.get("/v1/me/surveys");
    if (!id) return list(items);
    const found = items.find((/** @type {{survey: Survey}} */ { survey }) => survey.id === id);
    if (!found) return [back(), note("warn", t("voice.not_open"))];
    if (found.answered) return [back(), receipt("already_counted")];
    return fill(context, found.survey);
  });
}

/** @param {{survey: Survey, answered: boolean}[]} items @returns {HTMLElement[]} */
function list(items) {
  if (!items.length) {
    const texts = { heading: t("voice.no_surveys"), text: t("voice.no_surveys_text") };
    return [h("uh-empty", { icon: "release", ...texts })];
  }
  return items.map(({ survey, answered }) =>
    h(
      "article",
      { class: "card stack", "data-testid": "survey" },
      h("h2", null, survey.title),
      h(
        "p",
        { class: "muted" },
        `${t("voice.until", { when: shown(survey.closes_at) })} · ${t("voice.questions", { n: survey.questions.length })}`,
      ),
      answered
        ? note("good", t("voice.answered"))
        : h(
            "a",
            {
              class: "button button--primary",
              href: `#/surveys/${survey.id}`,
              "data-testid": "answer",
            },
            t("voice.answer"),
          ),
    ),
  );
}

/** @param {import("../voice.js").Context} context @param {Survey} survey @returns {HTMLElement[]} */
function fill({ api }, survey) {
  const place = h("div", { class: "stack narrow" });
  const form = surveyForm({
    survey,
    action: t("voice.send"),
    testid: "send-answers",
    submit: async (filled) => {
      const path = `/v1/surveys/${survey.id}/ballots`;
      const { outcome } = await api.post(path, filled);
      const told = receipt(outcome);
      place.replaceChildren(told, back());
      told.focus();
    },
  });
  place.append(
    back(),
    h("h2", null, survey.title),
    ...(survey.introduction ? [h("p", { class: "lines" }, survey.introduction)] : []),
    note("info", t(survey.anonymous ? "voice.anonymous" : "voice.not_anonymous")),
    form,
  );
  return [place];
}

/** @param {string} outcome */
const receipt = (outcome) =>
  h(
    "div",
    {
      class: `outcome note--${outcome === "counted" ? "good" : "info"}`,
      role: "status",
      tabindex: "-1",
      "data-testid": "receipt",
      "data-outcome": outcome,
    },
    icon(outcome === "counted" ? "good" : "info"),
    h("strong", null, t(`voice.${outcome}`)),
    h("p", null, t(`voice.${outcome}_text`)),
  );

/** @param {string} kind @param {string} words */
const note = (kind, words) => h("p", { class: `note note--${kind}` }, icon(kind), words);

const back = () => h("a", { class: "back", href: "#/surveys" }, icon("back"), t("voice.back"));
