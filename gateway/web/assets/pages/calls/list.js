import "../../components/uh-empty.js";
import { callState, yuan } from "../../components/call.js";
import { listingView } from "../../components/listing.js";
import { field } from "../../components/uh-field.js";
import { h, reconcile } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { Listing } from "../../lib/listing.js";
import { shown } from "../../lib/time.js";

/** @typedef {import("../../components/call.js").Call} Call */

const CLASSES = ["work", "life", "culture"];
const STATES = ["published", "open", "opening"];

/**
 * All published calls, the newest first, by class and state.
 * @param {import("../../components/page-frame.js").Context} context
 */
export function listView({ api }) {
  const place = h("div");
  const need_class = choice("need_class", CLASSES, (name) => t(`call.class_${name}`));
  const state = choice("state", STATES, (name) => t(`call.state_${name}`));
  let open = calls("");

  /** @param {string} name @param {string[]} values @param {(value: string) => string} label */
  function choice(name, values, label) {
    const options = values.map((value) => h("option", { value }, label(value)));
    return h(
      "select",
      { name, "data-testid": name, onchange: () => change() },
      h("option", { value: "" }, t("call.all")),
      ...options,
    );
  }

  /** @param {string} query */
  function calls(query) {
    const listing = /** @type {Listing<Call>} */ (new Listing(api, `/v1/calls?limit=30${query}`));
    const list = h("div", { class: "cards" });
    return listingView({
      listing,
      list,
      render: () => reconcile(list, listing.items, card, () => {}),
      empty: { icon: "release", heading: t("call.none"), text: t("call.none_text") },
    });
  }

  function change() {
    open.stop();
    const chosen = [need_class, state].filter(({ value }) => value);
    open = calls(chosen.map(({ name, value }) => `&${name}=${value}`).join(""));
    place.replaceChildren(open.element);
  }
  place.append(open.element);
  const element = h(
    "section",
    { class: "stack" },
    h("h1", { tabindex: "-1" }, t("call.heading")),
    h("p", { class: "muted" }, t("call.intro")),
    h(
      "div",
      { class: "row" },
      field(t("call.class"), need_class),
      field(t("call.state"), state),
    ),
    place,
  );
  return { title: t("call.heading"), element, stop: () => open.stop() };
}

/** @param {Call} call */
const card = ({ id, code, title, need_class, budget, state, call_closes_at }) =>
  h(
    "article",
    { class: "card stack", "data-testid": "call" },
    h("div", { class: "row row--between" }, h("span", { class: "code" }, code), callState(state)),
    h("h2", { class: "card__title" }, h("a", { href: `#/call/${id}` }, title)),
    h("p", null, `${t(`call.class_${need_class}`)} · ${yuan(budget)}`),
    h("p", { class: "muted" }, t("call.closes_at", { when: shown(call_closes_at) })),
  );
