import "../../components/uh-empty.js";
import { callState, yuan } from "../../components/call.js";
import { listingView } from "../../components/listing.js";
import { h, reconcile } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { Listing } from "../../lib/listing.js";
import { shown } from "../../lib/time.js";

/** @typedef {import("../../components/call.js").Call} Call */

/**
 * The calls that take applications now.
 * @param {import("../../components/page-frame.js").Context} context
 */
export function callsView({ api }) {
  const listing = /** @type {Listing<Call>} */ (new Listing(api, "/v1/calls?limit=30&state=open"));
  const list = h("div", { class: "cards" });
  const { element, stop } = listingView({
    listing,
    list,
    render: () => reconcile(list, listing.items, card, () => {}),
    empty: { icon: "release", heading: t("provider.none_open"), text: t("provider.none_open_text") },
  });
  const heading = t("provider.tab_calls");
  return {
    title: heading,
    element: h(
      "section",
      { class: "stack" },
      h("h1", { tabindex: "-1" }, heading),
      h("p", null, h("a", { href: "/calls/" }, t("provider.calls_for_all"))),
      element,
    ),
    stop,
  };
}

/** @param {Call} call */
const card = ({ id, code, title, need_class, budget, state, call_closes_at }) =>
  h(
    "article",
    { class: "card stack", "data-testid": "call" },
    h("div", { class: "row row--between" }, h("span", { class: "code" }, code), callState(state)),
    h("h2", { class: "card__title" }, h("a", { href: `/calls/#/call/${id}` }, title)),
    h("p", null, `${t(`call.class_${need_class}`)} · ${yuan(budget)}`),
    h("p", { class: "muted" }, t("call.closes_at", { when: shown(call_closes_at) })),
    h(
      "a",
      { class: "button", href: `#/application/${id}`, "data-testid": "apply" },
      t("provider.apply"),
    ),
  );
