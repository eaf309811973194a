import { callParts, questionList } from "../../components/call.js";
import { form } from "../../components/form.js";
import { loadedView } from "../../components/loaded.js";
import { field } from "../../components/uh-field.js";
import { h, icon } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { Problem } from "../../lib/problem.js";
import { has } from "./batches.js";
import { criteriaEditor } from "./criteria-editor.js";
import { lotsEditor } from "./lots-editor.js";
import { tenderSteps } from "./steps.js";

/**
 * @typedef {import("../staff/page.js").StaffPage} StaffPage
 * @typedef {import("../../components/call.js").Call} Call
 */

const ADAPTATIONS = ["deaf", "intellectual", "wheelchair", "psychiatric"];
const METHODS = ["drop_extremes", "mean", "median"];

/**
 * One tender of a batch: written before the call, shown with its questions after it.
 * @param {StaffPage} page
 * @param {string} batch
 * @param {string} id
 */
export function tenderView(page, batch, id) {
  return loadedView(t("batch.tender"), async (again) => {
    /** @type {Call} */
    const call = await page.api.get(`/v1/calls/${encodeURIComponent(id)}`);
    const federal = has(page, "federation");
    const back = h("a", { class: "back", href: `#/batches/${batch}` }, icon("back"), t("batch.batch"));
    if (federal && call.state === "draft") {
      return [
        back,
        h("h2", null, `${call.code} ${call.title}`),
        h("p", { class: "note note--info" }, icon("info"), t("batch.fixed_later")),
        h("div", { class: "card" }, tenderForm(page, batch, call)),
      ];
    }
    return [
      back,
      ...(federal || has(page, "auditor") ? [tenderSteps(batch, id)] : []),
      ...callParts(call),
      questionList(call.questions, (asked) => federal && answerForm(page, asked, again)),
    ];
  });
}

/** @param {StaffPage} page @param {string} batch @param {Call} call */
function tenderForm({ api, toast }, batch, call) {
  const criteria = criteriaEditor(call.criteria);
  const lots = lotsEditor(call.lots || [], call.budget);
  return form({
    fields: [
      field(
        t("call.requirements"),
        h(
          "textarea",
          { name: "requirements", rows: 8, maxlength: 20000, required: true, "data-testid": "requirements" },
          call.requirements,
        ),
      ),
      field(
        t("call.audience"),
        h("input", { name: "audience", maxlength: 500, value: call.audience, "data-testid": "audience" }),
      ),
      h(
        "fieldset",
        { class: "choices" },
        h("legend", { class: "field__label" }, t("call.adaptations")),
        ...ADAPTATIONS.map((name) =>
          h(
            "label",
            { class: "choice" },
            h("input", {
              type: "checkbox",
              name: "adaptations",
              value: name,
              checked: call.adaptations.includes(name),
            }),
            t(`call.adaptation_${name}`),
          ),
        ),
      ),
      lots.element,
      criteria.element,
      field(
        t("batch.method"),
        h(
          "select",
          { name: "method", "data-testid": "method" },
          ...METHODS.map((name) =>
            h("option", { value: name, selected: name === call.method }, t(`call.method_${name}`)),
          ),
        ),
      ),
    ],
    action: t("batch.save"),
    testid: "write-tender",
    submit: async (values) => {
      if (criteria.sum() !== 100) throw new Problem({ status: 422, code: "weights_wrong" });
      await api.post(`/v1/tenders/${call.id}/draft`, {
        requirements: String(values.get("requirements")),
        audience: String(values.get("audience")),
        adaptations: values.getAll("adaptations").map(String),
        criteria: criteria.read(),
        method: String(values.get("method")),
        lots: lots.read(),
      });
      toast.show(t("batch.saved"), { kind: "good" });
      location.hash = `#/batches/${batch}`;
    },
  });
}

/**
 * @param {StaffPage} page
 * @param {import("../../components/call.js").Question} question
 * @param {() => void} done
 */
export const answerForm = ({ api, toast }, { id }, done) =>
  form({
    fields: [
      field(
        t("batch.answer"),
        h("textarea", { name: "answer", rows: 3, maxlength: 5000, required: true, "data-testid": "answer-text" }),
        t("batch.answer_hint"),
      ),
    ],
    action: t("batch.publish_answer"),
    testid: "publish-answer",
    submit: async (values) => {
      await api.post(`/v1/call-questions/${id}/answer`, { answer: String(values.get("answer")) });
      toast.show(t("batch.answered"), { kind: "good" });
      done();
    },
  });
