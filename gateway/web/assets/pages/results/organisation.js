import { loadedView } from "../../components/loaded.js";
import { profile } from "../../components/profile.js";
import { h, icon } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";

/**
 * An organisation as everybody sees it.
 * @param {import("../../components/page-frame.js").Context} context
 * @param {string} id
 */
export const organisationView = ({ api }, id) =>
  loadedView(t("org.organisation"), async () => [
    h("a", { class: "back", href: "#/list" }, icon("back"), t("result.heading")),
    profile(await api.get(`/v1/providers/${encodeURIComponent(id)}`)),
  ]);
