import { form } from "../../components/form.js";
import { field } from "../../components/uh-field.js";
import { problemOf, tidy } from "../../lib/credit-code.js";
import { h } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { Problem } from "../../lib/problem.js";
import { aboutField, unionBox } from "./profile.js";

/** @typedef {import("../../components/page-frame.js").Context} Context */

/**
 * An organisation enters itself.
 * @param {Context} context
 * @param {() => void} done
 */
export function registerForm({ api, toast }, done) {
  const code = text("credit_code", { maxlength: 30, autocapitalize: "characters", autocomplete: "off" });
  const codeField = field(t("provider.credit_code"), code, t("provider.credit_code_hint"));
  const card = h("article", { class: "card stack" }, h("h2", null, t("provider.register")));
  card.append(
    form({
      fields: [
        codeField,
        field(t("provider.name"), text("name", { maxlength: 120, autocomplete: "organization" })),
        aboutField(""),
        unionBox(false),
        h("h3", null, t("provider.bank_account")),
        h("p", { class: "muted" }, t("provider.bank_text")),
        field(t("provider.bank"), text("bank", { maxlength: 80 })),
        field(t("provider.holder"), text("holder", { maxlength: 120 })),
        field(
          t("provider.account_number"),
          text("number", { inputmode: "numeric", pattern: "[0-9 ]{8,40}", autocomplete: "off" }),
          t("provider.account_hint"),
        ),
      ],
      action: t("provider.register"),
      testid: "register",
      submit: async (values) => {
        const all = Object.fromEntries(values);
        const credit_code = tidy(String(all.credit_code));
        const wrong = problemOf(credit_code);
        if (wrong) {
          codeField.error = t(`provider.code_${wrong}`);
          return;
        }
        const body = {
          credit_code,
          name: all.name,
          about: all.about,
          has_union: values.has("has_union"),
          bank_account: {
            bank: all.bank,
            holder: all.holder,
            number: String(all.number).replace(/ /g, ""),
          },
        };
        await api.post("/v1/providers", body).catch(atItsField);
        toast.show(t("provider.registered"), { kind: "good" });
        done();
      },
    }),
  );
  return card;
}

/** The bank account is one thing to the server and three fields here. @param {Problem} problem */
function atItsField({ status, code, errors, retryAfter }) {
  const named = errors.map(({ field: name, message }) => ({
    field: name.replace(/^bank_account\./, ""),
    message,
  }));
  throw new Problem({ status, code, errors: named, retryAfter });
}

/** @param {string} name @param {Record<string, any>} more */
const text = (name, more) => h("input", { name, required: true, "data-testid": name, ...more });

/**
 * A colleague's organisation is joined by a code.
 * @param {Context} context
 * @param {() => void} done
 */
export const joinForm = ({ api, toast }, done) =>
  h(
    "article",
    { class: "card stack" },
    h("h2", null, t("provider.join")),
    h("p", { class: "muted" }, t("provider.join_text")),
    form({
      fields: [
        field(
          t("provider.code"),
          h("input", {
            name: "code",
            required: true,
            minlength: 16,
            maxlength: 16,
            autocomplete: "off",
            autocapitalize: "characters",
            "data-testid": "invitation-code",
          }),
        ),
      ],
      action: t("provider.join"),
      testid: "join",
      submit: async (values) => {
        await api.post("/v1/me/organisation/membership", { code: String(values.get("code")).trim() });
        toast.show(t("provider.joined"), { kind: "good" });
        done();
      },
    }),
  );
