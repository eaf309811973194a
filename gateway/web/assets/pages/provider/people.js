import { actButton } from "../../components/loaded.js";
import { ask } from "../../components/uh-dialog.js";
import { h, icon } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { shown } from "../../lib/time.js";

/**
 * Who acts for the organisation; a code lets one more join.
 * @param {import("../../components/page-frame.js").Context} context
 * @param {import("./organisation.js").Own} own
 * @param {string} me the account that looks
 * @param {() => void} again
 */
export function usersCard({ api, toast }, { users }, me, again) {
  const code = h("div", { role: "status" });
  const invite = async () => {
    const { code: sign, valid_until } = await api.post("/v1/me/organisation/invitations");
    code.replaceChildren(
      h(
        "div",
        { class: "note note--info stack" },
        h("p", { class: "code code--big wrap", "data-testid": "invitation" }, sign),
        h("p", null, t("provider.invited", { when: shown(valid_until) })),
      ),
    );
  };

  /** @param {string} account */
  async function remove(account) {
    const sure = await ask({
      heading: t("provider.remove_user"),
      content: [h("p", null, t(account === me ? "provider.remove_me" : "provider.remove_sure"))],
      action: t("provider.remove_user"),
    });
    if (!sure) return;
    await api.post("/v1/me/organisation/removals", { account_id: account });
    again();
  }

  /** @param {string} account */
  const row = (account) =>
    h(
      "li",
      { class: "row row--between", "data-testid": "user" },
      h(
        "span",
        { class: "grow wrap" },
        account === me ? t("provider.you") : h("span", { class: "code" }, account),
      ),
      users.length > 1 &&
        actButton({ label: t("provider.remove_user"), testid: "remove-user", toast, act: () => remove(account) }),
    );
  return h(
    "article",
    { class: "card stack" },
    h("h2", null, t("provider.users")),
    h("p", { class: "muted" }, t("provider.users_text")),
    h("ul", { class: "stack plain" }, ...users.map(row)),
    users.length === 1 && h("p", { class: "note note--info" }, icon("info"), t("provider.one_user")),
    h("div", { class: "row" }, actButton({ label: t("provider.invite"), testid: "invite", toast, act: invite })),
    code,
  );
}
