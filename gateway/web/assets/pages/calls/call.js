import { callParts, questionList } from "../../components/call.js";
import { form } from "../../components/form.js";
import { loadedView } from "../../components/loaded.js";
import { field } from "../../components/uh-field.js";
import { h, icon } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { Problem } from "../../lib/problem.js";

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
      questionList(call.questions),
      asking(context, call, again),
    ];
  });
}

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
    ...(context.session.login ? question(context, id, again) : logIn(context)),
  );
}

/** @param {Context} context @param {string} id @param {() => void} again */
const question = ({ api, session, toast }, id, again) => [
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
      await api.post(`/v1/calls/${id}/questions`, { text: String(values.get("text")) });
      toast.show(t("call.asked"), { kind: "good" });
      again();
    },
  }),
  h(
    "button",
    { type: "button", class: "button", "data-testid": "log-out", onclick: () => logOut(api, session) },
    t("account.log_out"),
  ),
];

/** @param {Context["api"]} api @param {Context["session"]} session */
async function logOut(api, session) {
  const end = api.send("/v1/sessions/current", { method: "DELETE", attempts: 1, timeout: 3000 });
  await end.catch(() => {}); // the browser forgets in any case
  session.end();
}

/** @param {Context} context */
const logIn = ({ api, session }) => [
  h("p", null, t("call.log_in_text")),
  form({
    fields: [
      field(
        t("call.username"),
        h("input", {
          name: "username",
          required: true,
          autocomplete: "username",
          autocapitalize: "none",
          "data-testid": "username",
        }),
      ),
      field(
        t("call.password"),
        h("input", {
          name: "password",
          type: "password",
          required: true,
          autocomplete: "current-password",
          "data-testid": "password",
        }),
      ),
    ],
    action: t("login.enter"),
    testid: "log-in",
    submit: async (values) => {
      const who = Object.fromEntries(values);
      session.begin(await api.post("/v1/sessions", who, { open: true }).catch(refused));
    },
  }),
];

/** @param {Problem} problem */
function refused(problem) {
  const { status } = problem;
  throw status === 401 ? new Problem({ status, code: "provider_refused" }) : problem;
}
