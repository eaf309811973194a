import { h } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { forget } from "../../lib/storage.js";

/**
 * Who is logged in, and the way out.
 * @param {import("../member.js").Context} context
 */
export function accountView({ state, api, session }) {
  const { name, district } = state.me;

  async function logOut() {
    const end = api.send("/v1/sessions/current", { method: "DELETE", attempts: 1, timeout: 3000 });
    // The phone forgets in any case; without an answer the token ends by itself.
    await end.catch(() => {});
    forget("uh.mine.");
    session.end();
  }

  const element = h(
    "section",
    { class: "stack narrow" },
    h("h1", { tabindex: "-1" }, t("account.heading")),
    h(
      "dl",
      { class: "card facts" },
      h("dt", null, t("account.name")),
      h("dd", { "data-testid": "me-name" }, name),
      h("dt", null, t("account.district")),
      h("dd", null, district ? t(`district.${district}`) : t("account.no_district")),
    ),
    way("/classes/", "to-classes", t("account.classes")),
    way("/receipts/", "receipts", t("account.receipts")),
    way("/preferences/", "to-preferences", t("account.preferences")),
    h(
      "button",
      { type: "button", class: "button button--wide", "data-testid": "log-out", onclick: logOut },
      t("account.log_out"),
    ),
    h("p", { class: "muted" }, t("account.log_out_text")),
  );
  return { title: t("account.heading"), element, stop: () => {} };
}

/** @param {string} href @param {string} testid @param {string} label */
const way = (href, testid, label) =>
  h("a", { class: "button button--wide", href, "data-testid": testid }, label);
