import { form } from "../../components/form.js";
import { field } from "../../components/uh-field.js";
import { h } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";

/**
 * Logs in by name and password.
 * @param {import("./page.js").StaffPage} page
 * @returns {import("./page.js").View}
 */
export function logInView({ api, session }) {
  const username = h("input", {
    name: "username",
    required: true,
    autocomplete: "username",
    autocapitalize: "none",
    "data-testid": "username",
  });
  const password = h("input", {
    name: "password",
    type: "password",
    required: true,
    autocomplete: "current-password",
    "data-testid": "password",
  });
  const fields = [field(t("staff.username"), username), field(t("staff.password"), password)];
  const box = form({
    fields,
    action: t("login.enter"),
    testid: "log-in",
    submit: async (values) =>
      session.begin(await api.post("/v1/sessions", Object.fromEntries(values), { open: true })),
  });
  const heading = h("h1", { tabindex: "-1" }, t("staff.log_in"));
  const element = h(
    "section",
    { class: "stack narrow" },
    heading,
    h("div", { class: "card" }, box),
  );
  return { title: t("staff.log_in"), element, stop: () => {} };
}
