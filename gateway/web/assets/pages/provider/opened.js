import { factList, yuan } from "../../components/call.js";
import { form } from "../../components/form.js";
import { actButton } from "../../components/loaded.js";
import { field } from "../../components/uh-field.js";
import { h, icon } from "../../lib/dom.js";
import { download } from "../../lib/download.js";
import { t } from "../../lib/i18n.js";
import { shown } from "../../lib/time.js";
import { deadline } from "./deadline.js";
import { documentsPart } from "./documents.js";
import { timely } from "./late.js";

/**
 * @typedef {import("../../components/page-frame.js").Context} Context
 *
 * @typedef {object} Application
 * @property {string} id
 * @property {string} tender_id
 * @property {string} state
 * @property {string | null} opened_at
 * @property {{plan: string, price: number, team: {name: string, role: string, qualification: string}[],
 *   budget: {item: string, amount: number}[], answers: {line: number, answer: string}[]} | null} content
 * @property {import("../../components/upload-field.js").Document[]} documents
 * @property {string} correction_asked
 * @property {string | null} correction_until
 * @property {string} correction
 * @property {string} reason
 */

/**
 * After the opening: what the offices found, and the one window to complete it.
 * @param {Context} context
 * @param {Application} application
 * @param {() => void} again
 * @returns {(HTMLElement | null | false)[]}
 */
export const openedParts = (context, application, again) => [
  application.state === "disqualified" && out(application),
  application.state === "correcting" && correcting(context, application, again),
  application.correction !== "" && corrected(application),
];

/** @param {Application} application */
const out = ({ reason }) =>
  h(
    "section",
    { class: "card stack", "data-testid": "disqualified" },
    h("h2", null, t("provider.disqualified")),
    h("p", { class: "muted" }, t("provider.disqualified_text")),
    h("p", { class: "note note--bad lines wrap", "data-testid": "reason" }, reason),
  );

/** @param {Context} context @param {Application} application @param {() => void} again */
function correcting(context, { id, tender_id, correction_asked, correction_until }, again) {
  const documents = documentsPart(context, { documents: [], tender: tender_id });
  return h(
    "section",
    { class: "card stack", "data-testid": "correction" },
    h("h2", null, t("provider.correction")),
    h("p", { class: "muted" }, t("provider.correction_text")),
    h("p", { class: "note note--warn lines wrap" }, correction_asked),
    deadline(context, {
      label: t("provider.correction_left"),
      until: correction_until || "",
      over: t("provider.correction_over"),
    }),
    form({
      fields: [
        field(
          t("provider.correction_answer"),
          h("textarea", { name: "text", rows: 6, maxlength: 20000, required: true, "data-testid": "correction-text" }),
        ),
        documents.element,
      ],
      action: t("provider.correct"),
      testid: "correct",
      submit: async (values) => {
        const told = {
          text: String(values.get("text")),
          document_ids: documents.read().map((document) => document.id),
        };
        await timely(context.api.post(`/v1/applications/${id}/correction`, told));
        context.toast.show(t("provider.corrected"), { kind: "good" });
        again();
      },
    }),
  );
}

/** @param {Application} application */
const corrected = ({ correction_asked, correction }) =>
  h(
    "section",
    { class: "card stack" },
    h("h2", null, t("provider.correction")),
    h("p", { class: "muted lines wrap" }, correction_asked),
    h("p", { class: "lines wrap" }, correction),
  );

/**
 * What the organisation handed in, once it is opened.
 * @param {Context} context
 * @param {Application} application
 */
export function contentCard({ api, toast }, { content, documents, opened_at }) {
  if (!content) return null;
  return h(
    "details",
    { class: "card", "data-testid": "content" },
    h("summary", null, t("provider.content")),
    h(
      "div",
      { class: "stack" },
      h("p", { class: "muted" }, t("provider.opened_at", { when: shown(opened_at || "", "exact") })),
      h("h3", null, t("provider.plan")),
      h("p", { class: "lines wrap" }, content.plan),
      h("h3", null, t("provider.team")),
      ...content.team.map(({ name, role, qualification }) =>
        h("p", { class: "wrap" }, [name, role, qualification].filter(Boolean).join(" · ")),
      ),
      h("h3", null, t("provider.budget")),
      factList([
        ...content.budget.map(
          ({ item, amount }) => /** @type {[string, string]} */ ([item, yuan(amount)]),
        ),
        [t("provider.total"), yuan(content.price)],
      ]),
      h("h3", null, t("provider.answers")),
      ...content.answers.map(({ line, answer }) =>
        h("p", { class: "lines wrap" }, `${line}. ${answer}`),
      ),
      ...documents.map(({ id, name }) =>
        actButton({ label: name, testid: "download", toast, act: () => download(api, `/v1/documents/${id}`) }),
      ),
    ),
  );
}

/** @param {string} state @returns {HTMLElement | null} what is being done with it */
export function progress(state) {
  if (state !== "opened" && state !== "admitted") return null;
  return h("p", { class: "note note--info" }, icon("info"), t(`provider.is_${state}`));
}
