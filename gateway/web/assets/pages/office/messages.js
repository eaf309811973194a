import "../../components/uh-empty.js";
import { listingView } from "../../components/listing.js";
import { field } from "../../components/uh-field.js";
import { h, reconcile } from "../../lib/dom.js";
import { hasText, t } from "../../lib/i18n.js";
import { Listing } from "../../lib/listing.js";
import { shown } from "../../lib/time.js";
import { messageView } from "./message.js";

/**
 * @typedef {import("../staff/page.js").StaffPage} StaffPage
 *
 * @typedef {object} Message what support staff see of one, without what it says
 * @property {string} id
 * @property {string} member_id
 * @property {string} template
 * @property {string} channel
 * @property {string} message_class
 * @property {string} state
 * @property {string} reason
 * @property {number} attempts
 * @property {string} created_at
 * @property {string} changed_at
 * @property {string} expires_at
 * @property {string | null} due_at
 */

export const TROUBLE = ["dead", "failed", "no_receipt", "uncertain"];
/** @type {Record<string, string>} */
const LOOKS = { delivered: "open", sent: "open", expired: "closed", suppressed: "closed" };

/**
 * Messages in trouble or of one member; `#/messages/<id>` is one with its story.
 * @param {StaffPage} page
 */
export function messagesView(page) {
  const [, , id] = location.hash.split("/");
  return id ? messageView(page, decodeURIComponent(id)) : listView(page);
}

/** @param {string} state */
export const messageState = (state) =>
  h(
    "span",
    {
      class: `badge badge--${LOOKS[state] || (TROUBLE.includes(state) ? "sold_out" : "before")}`,
      "data-testid": "message-state",
    },
    t(`message.state_${state}`),
  );

/** @param {string} name @returns {string} */
export const channelName = (name) => (hasText(`channel.${name}`) ? t(`channel.${name}`) : name);

/** @param {StaffPage} page */
function listView({ api }) {
  const place = h("div");
  const state = h(
    "select",
    { name: "state", "data-testid": "state" },
    h("option", { value: "" }, t("message.any_state")),
    ...TROUBLE.map((name) =>
      h("option", { value: name, selected: name === "dead" }, t(`message.state_${name}`)),
    ),
  );
  const member = h("input", {
    name: "member_id",
    maxlength: 36,
    autocomplete: "off",
    "data-testid": "member_id",
  });
  let open = messages("state=dead");

  /** @param {string} query */
  function messages(query) {
    const listing = /** @type {Listing<Message>} */ (new Listing(api, `/v1/messages?limit=30&${query}`));
    const list = h("div", { class: "cards" });
    const view = listingView({
      listing,
      list,
      render: () => reconcile(list, listing.items, card, () => {}),
      empty: { icon: "good", heading: t("message.none"), text: t("message.none_text") },
    });
    place.replaceChildren(view.element);
    return view;
  }

  /** @param {Event} event */
  function look(event) {
    event.preventDefault();
    open.stop();
    if (!member.value.trim() && !state.value) state.value = "dead";
    const wanted = [state, member].filter(({ value }) => value.trim());
    open = messages(
      wanted.map(({ name, value }) => `${name}=${encodeURIComponent(value.trim())}`).join("&"),
    );
  }
  const element = h(
    "section",
    { class: "stack" },
    h("h1", { tabindex: "-1" }, t("message.heading")),
    h("p", { class: "muted" }, t("message.about")),
    h(
      "form",
      { class: "card stack", onsubmit: look },
      field(t("message.state"), state),
      field(t("message.member"), member, t("message.member_hint")),
      h(
        "div",
        { class: "row row--end" },
        h("button", { class: "button button--primary", "data-testid": "look" }, t("message.look")),
      ),
    ),
    place,
  );
  return { title: t("message.heading"), element, stop: () => open.stop() };
}

/** @param {Message} message */
const card = ({ id, message_class, channel, state, reason, created_at }) =>
  h(
    "article",
    { class: "card stack", "data-testid": "message" },
    h(
      "div",
      { class: "row row--between" },
      h("span", { class: "muted" }, shown(created_at)),
      messageState(state),
    ),
    h(
      "h2",
      null,
      h(
        "a",
        { href: `#/messages/${id}` },
        `${t(`message.class_${message_class}`)} · ${channelName(channel)}`,
      ),
    ),
    reason && h("p", { class: "muted wrap" }, reason),
  );
