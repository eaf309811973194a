import { logInForm } from "../../components/provider-account.js";
import { h } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";

/** @param {import("../../components/page-frame.js").Context} context */
export function logInView(context) {
  const element = h(
    "section",
    { class: "stack narrow" },
    h("h1", { tabindex: "-1" }, t("provider.heading")),
    h("p", { class: "muted" }, t("provider.log_in_text")),
    h("div", { class: "card" }, logInForm(context)),
    h("p", null, h("a", { href: "/calls/" }, t("provider.calls_for_all"))),
  );
  return { title: t("provider.heading"), element, stop: () => {} };
}
