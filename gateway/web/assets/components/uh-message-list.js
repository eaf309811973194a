import { attribute, h, reconcile, text } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { shown } from "../lib/time.js";

/**
 * @typedef {object} Message
 * @property {string} id
 * @property {string} title
 * @property {string} body
 * @property {boolean} read
 * @property {string} created_at
 */

/**
 * Messages, newest first. A message opens where it stands; the first time emits `uh-read` with
 * its id. Property: `messages`.
 */
export class MessageList extends HTMLElement {
  /** @param {Message[]} messages */
  set messages(messages) {
    reconcile(this, messages, (message) => this.#make(message), this.#update);
  }

  /** @param {Message} message @returns {HTMLElement} */
  #make({ id, title, body, created_at }) {
    const opened = () => this.dispatchEvent(new CustomEvent("uh-read", { detail: id }));
    return h(
      "details",
      { class: "card message", "data-testid": "message", ontoggle: opened },
      h(
        "summary",
        null,
        h("span", { class: "message__title" }, title),
        h("span", { class: "badge badge--accent" }),
        h("time", { class: "muted", datetime: created_at }, shown(created_at)),
      ),
      h("p", { class: "message__body" }, body),
    );
  }

  /** @param {HTMLElement} element @param {Message} message */
  #update(element, { read }) {
    attribute(element, "data-unread", !read);
    const badge = /** @type {HTMLElement} */ (element.querySelector(".badge"));
    text(badge, read ? "" : t("inbox.new"));
    badge.hidden = read;
  }
}

customElements.define("uh-message-list", MessageList);
