import { form } from "./form.js";
import { field } from "./uh-field.js";
import { h } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { Problem } from "../lib/problem.js";

/** @typedef {import("./page-frame.js").Context} Context */

/**
 * A social organisation logs in by name and password.
 * @param {Context} context
 */
export const logInForm = ({ api, session }) =>
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
  });

/** @param {Context} context @param {() => void} [before] what else is done on the way out */
export const logOutButton = ({ api, session }, before = () => {}) =>
  h(
    "button",
    {
      type: "button",
      class: "button",
      "data-testid": "log-out",
      onclick: async () => {
        before();
        const end = api.send("/v1/sessions/current", { method: "DELETE", attempts: 1, timeout: 3000 });
        await end.catch(() => {}); // the browser forgets in any case
        session.end();
      },
    },
    t("account.log_out"),
  );

/** @param {Problem} problem */
function refused(problem) {
  const { status } = problem;
  throw status === 401 ? new Problem({ status, code: "provider_refused" }) : problem;
}
