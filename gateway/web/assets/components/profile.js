import { h } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { shown } from "../lib/time.js";
import { factList } from "./call.js";

/**
 * @typedef {object} Provider a social organisation as everybody sees it
 * @property {string} id
 * @property {string} credit_code
 * @property {string} name
 * @property {string} about
 * @property {boolean} has_union
 * @property {string} state
 * @property {string | null} decided_at
 */

/** @type {Record<string, string>} */
const LOOKS = { applied: "before", verified: "open", refused: "cancelled" };

/** @param {string} state of an organisation */
export const providerState = (state) =>
  h(
    "span",
    { class: `badge badge--${LOOKS[state] || "closed"}`, "data-testid": "provider-state" },
    t(`org.state_${state}`),
  );

/** @param {Provider} provider */
export const profile = ({ name, credit_code, about, has_union, state, decided_at }) =>
  h(
    "article",
    { class: "card stack", "data-testid": "profile" },
    h("div", { class: "row row--between" }, h("h2", null, name), providerState(state)),
    factList([
      [t("org.credit_code"), h("span", { class: "code" }, credit_code)],
      [t("org.union"), t(has_union ? "org.has_union" : "org.no_union")],
      ...(decided_at ? [/** @type {[string, string]} */ ([t(`org.since_${state}`), shown(decided_at, "exact")])] : []),
    ]),
    h("p", { class: "lines wrap" }, about || t("org.no_about")),
  );
