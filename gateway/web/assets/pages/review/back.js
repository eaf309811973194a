import { h, icon } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";

/** The way back to the desk. */
export const back = () => h("a", { class: "back", href: "#/desk" }, icon("back"), t("review.back"));
