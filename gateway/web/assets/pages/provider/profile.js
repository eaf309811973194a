import { form } from "../../components/form.js";
import { field } from "../../components/uh-field.js";
import { h } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";

/**
 * What everybody reads of the organisation.
 * @param {import("../../components/page-frame.js").Context} context
 * @param {import("./organisation.js").Own} own
 */
export const profileCard = ({ api, toast }, { provider }) =>
  h(
    "article",
    { class: "card stack" },
    h("h2", null, t("provider.profile")),
    h("p", { class: "muted" }, t("provider.profile_text")),
    form({
      fields: [aboutField(provider.about), unionBox(provider.has_union)],
      action: t("provider.save"),
      testid: "save-profile",
      submit: async (values) => {
        await api.post("/v1/me/organisation/description", {
          about: String(values.get("about")),
          has_union: values.has("has_union"),
        });
        toast.show(t("provider.saved"), { kind: "good" });
      },
    }),
  );

/** @param {string} about */
export const aboutField = (about) =>
  field(
    t("provider.about"),
    h("textarea", { name: "about", rows: 4, maxlength: 2000, "data-testid": "about" }, about),
    t("provider.about_hint"),
  );

/** @param {boolean} checked */
export const unionBox = (checked) =>
  h(
    "label",
    { class: "tick" },
    h("input", { type: "checkbox", name: "has_union", checked, "data-testid": "has-union" }),
    t("provider.has_union"),
  );
