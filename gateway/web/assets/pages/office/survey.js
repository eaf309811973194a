import { actButton, loadedView } from "../../components/loaded.js";
import { audienceName } from "../../components/survey-form.js";
import { ask } from "../../components/uh-dialog.js";
import { h, icon } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { shown } from "../../lib/time.js";

/** @typedef {import("../../components/survey-form.js").Survey} Survey */

/** @param {string} [id] @returns {HTMLElement} */
export const backTo = (id = "") =>
  h(
    "a",
    { class: "back", href: id ? `#/surveys/${id}` : "#/surveys" },
    icon("back"),
    t(id ? "demand.survey" : "demand.surveys"),
  );

/**
 * One survey: what it asks, and the ways to its sheets, its report and the selection.
 * @param {import("../staff/page.js").StaffPage} page
 * @param {string} id
 */
export function surveyView({ api, me, toast }, id) {
  const roles = (me ? me.roles : []).map(({ role }) => role);
  const office = roles.includes("federation") || roles.includes("district");
  return loadedView(t("demand.survey"), async (again) => {
    /** @type {Survey} */
    const survey = await api.get(`/v1/surveys/${id}`);
    const publish = async () => {
      const sure = await ask({
        heading: t("demand.publish"),
        content: [h("p", null, t("demand.publish_sure", { title: survey.title }))],
        action: t("demand.publish"),
      });
      if (!sure) return;
      await api.post(`/v1/surveys/${id}/publication`, {});
      again();
    };
    const button = { label: t("demand.publish"), testid: "publish", toast, primary: true };
    return [
      backTo(),
      facts(survey),
      h(
        "div",
        { class: "bar-actions" },
        office && survey.state === "draft" && actButton({ ...button, act: publish }),
        survey.state !== "draft" && way(id, "report"),
        survey.state !== "draft" && !roles.every((role) => role === "auditor") && way(id, "sheets"),
        survey.state === "closed" && !roles.every((role) => role === "grassroots") && way(id, "selection"),
      ),
      ...survey.questions.map(question),
    ];
  });
}

/** @param {string} id @param {"report" | "sheets" | "selection"} part */
const way = (id, part) =>
  h(
    "a",
    { class: "button", href: `#/surveys/${id}/${part}`, "data-testid": `to-${part}` },
    t(`demand.${part}`),
  );

/** @param {Survey} survey */
function facts(survey) {
  const rows = [
    [t("demand.opens"), shown(survey.opens_at)],
    [t("demand.closes"), shown(survey.closes_at)],
    [t("demand.scopes"), survey.scopes.join(" ") || t("demand.everybody")],
    [t("demand.audiences"), survey.audiences.map(audienceName).join(" ") || t("demand.everybody")],
    [t("demand.anonymous"), t(survey.anonymous ? "demand.yes" : "demand.no")],
  ];
  return h(
    "article",
    { class: "card stack" },
    h(
      "div",
      { class: "row row--between" },
      h("span", { class: "code" }, survey.code),
      h("span", { class: "badge badge--before", "data-testid": "survey-state" }, t(`survey.${survey.state}`)),
    ),
    h("h2", null, survey.title),
    survey.introduction && h("p", { class: "lines" }, survey.introduction),
    h("dl", { class: "facts" }, ...rows.flatMap(([name, value]) => [h("dt", null, name), h("dd", null, value)])),
  );
}

/** @param {import("../../components/question.js").Question} question @param {number} at */
const question = ({ text, kind, options, required }, at) =>
  h(
    "details",
    { class: "card" },
    h("summary", null, `${at + 1}. ${text} · ${t(`demand.kind_${kind}`)}${required ? ` · ${t("voice.required")}` : ""}`),
    h("ol", null, ...options.map((option) => h("li", null, option.text))),
  );
