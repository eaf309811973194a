import { callParts, questionList } from "../../components/call.js";
import { form } from "../../components/form.js";
import { loadedView } from "../../components/loaded.js";
import { logInForm, logOutButton } from "../../components/provider-account.js";
import { field } from "../../components/uh-field.js";
import { h, icon } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";

/** @typedef {import("../../components/page-frame.js").Context} Context */
/** @typedef {import("../../components/call.js").Call} Call */

/**
 * One call: what is wanted, how it is judged, what was asked.
 * @param {Context} context
 * @param {string} id
 */
export function callView(context, id) {
  return loadedView(t("call.call"), async (again) => {
    /** @type {Call} */
    const call = await context.api.get(`/v1/calls/${encodeURIComponent(id)}`);
    return [
      h("a", { class: "back", href: "#/list" }, icon("back"), t("call.heading")),
      ...callParts(call),
      applying(call),
      questionList(call.questions),
      asking(context, call, again),
    ];
  });
}

/** @param {Call} call */
const applying = ({ id, state }) =>
  h(
    "p",
    { hidden: state !== "published" && state !== "open" },
    h("a", { class: "button", href: `/provider/#/application/${id}`, "data-testid": "apply" }, t("call.apply")),
  );

/** @param {Context} context @param {Call} call @param {() => void} again */
function asking(context, { id, state, questions_until }, again) {
  const late = Date.parse(questions_until) <= context.clock.now();
  if (late || (state !== "published" && state !== "open")) {
    return h("p", { class: "note note--info" }, icon("info"), t("call.no_more_questions"));
  }
  return h(
    "section",
    { class: "card stack" },
    h("h2", null, t("call.ask")),
    ...(context.session.login
      ? question(context, id, again)
      : [h("p", null, t("call.log_in_text")), logInForm(context)]),
  );
}

/** @param {Context} context @param {string} id @param {() => void} again */
const question = (context, id, again) => [
  form({
    fields: [
      field(
        t("call.question"),
        h("textarea", { name: "text", rows: 4, maxlength: 2000, required: true, "data-testid": "text" }),
        t("call.question_hint"),
      ),
    ],
    action: t("call.ask"),
    testid: "ask",
    submit: async (values) => {
      await context.api.post(`/v1/calls/${id}/questions`, { text: String(values.get("text")) });
      context.toast.show(t("call.asked"), { kind: "good" });
      again();
    },
  }),
  logOutButton(context),
];
