import { field } from "../../components/uh-field.js";
import { h, reconcile } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { shown } from "../../lib/time.js";
import { jittered } from "../../lib/waiting.js";

/** How often (ms) the phone is looked at. */
const LOOK = 2000;
/** When (ms) to look after something was sent: an answer takes less than a second. */
const SOON = 700;
/** The code in a log-in message is its only run of six digits. */
const CODE = /(?:^|\D)(\d{6})(?:\D|$)/;

/** @typedef {{id: string, text: string, sent_at: string, mine?: boolean}} Sms */

/** The phone of one member: what has arrived on it and what was written, newest first. */
export class Phone {
  #api;
  #onCode;
  #number = "";
  #timer = 0;
  #list = h("div", { class: "sms", role: "log", "aria-label": t("demo.sms") });
  #empty = h("p", { class: "muted" });
  #owner = h("p", { class: "muted" });
  #text = h("input", {
    name: "text",
    maxlength: 500,
    autocomplete: "off",
    autocapitalize: "characters",
    "data-testid": "sms-text",
  });
  #field = field(t("demo.write"), this.#text, t("demo.write_hint"));

  /**
   * @param {import("../../lib/api.js").Api} api
   * @param {(code: string) => void} onCode told the code of a message that is to be filled in
   */
  constructor(api, onCode) {
    this.#api = api;
    this.#onCode = onCode;
    const heading = h("div", null, h("h2", null, t("demo.phone")), this.#owner);
    const form = h(
      "form",
      { class: "stack", onsubmit: (/** @type {Event} */ event) => this.#send(event) },
      this.#field,
      h("button", { type: "submit", class: "button", "data-testid": "sms-send" }, t("demo.send")),
    );
    this.elements = [heading, form, this.#empty, this.#list];
  }

  /** @param {{name: string, phone: string}} member */
  show({ name, phone }) {
    this.#number = phone;
    this.#owner.textContent = `${name} ${phone}`;
    this.#empty.textContent = t("demo.no_sms");
    this.#text.value = "";
    this.#render([]);
    this.look();
  }

  /** Looks now, and again from time to time. @param {number} [next] ms until then */
  async look(next = jittered(LOOK)) {
    clearTimeout(this.#timer);
    const number = this.#number;
    if (!document.hidden) {
      // A look that fails is followed by the next one.
      const phone = await this.#api.get(this.#path, { open: true }).catch(() => null);
      if (number !== this.#number) return;
      if (phone) this.#render(chat(phone));
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.look(), next);
  }

  get #path() {
    return `/demo/phone/${encodeURIComponent(this.#number)}`;
  }

  /** @param {Event} event */
  async #send(event) {
    event.preventDefault();
    const text = this.#text.value.trim();
    if (!text) return;
    try {
      await this.#api.post(this.#path, { text }, { open: true });
      this.#text.value = "";
      this.look(SOON);
    } catch (error) {
      this.#field.error = /** @type {import("../../lib/problem.js").Problem} */ (error).text;
    }
  }

  stop() {
    this.#number = "";
    clearTimeout(this.#timer);
  }

  /** @param {Sms[]} messages */
  #render(messages) {
    this.#empty.hidden = messages.length > 0;
    const newest = messages.find(({ text, mine }) => !mine && CODE.test(text));
    reconcile(
      this.#list,
      messages,
      (sms) => this.#bubble(sms),
      (bubble, { id }) => {
        const fill = bubble.querySelector("button");
        // Only the newest code still opens anything.
        if (fill) fill.hidden = !newest || id !== newest.id;
      },
    );
  }

  /** @param {Sms} sms */
  #bubble({ text, sent_at, mine }) {
    const [, code] = (!mine && CODE.exec(text)) || [];
    const fill =
      code &&
      h(
        "button",
        {
          type: "button",
          class: "button",
          "data-testid": "fill-code",
          onclick: () => this.#onCode(code),
        },
        t("demo.fill"),
      );
    return h(
      "article",
      mine
        ? { class: "bubble bubble--mine", "data-testid": "sms-sent" }
        : { class: "bubble", "data-testid": "sms" },
      h("p", null, text),
      h(
        "div",
        { class: "row row--between" },
        h("time", { class: "muted", datetime: sent_at }, shown(sent_at, "clock")),
        fill,
      ),
    );
  }
}

/**
 * Both sides of the conversation, newest first.
 * @param {{messages: Sms[], sent?: Sms[]}} phone
 * @returns {Sms[]}
 */
function chat({ messages, sent = [] }) {
  const both = [...messages, ...sent.map((sms) => ({ ...sms, mine: true }))];
  return both.sort((a, b) => (a.sent_at < b.sent_at ? 1 : -1));
}
