import { field } from "../../components/uh-field.js";
import { h, text } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { trouble } from "../../components/trouble.js";

/** Seconds until another code may be asked for. */
const PAUSE = 60;

/** @param {string} typed @param {number} length @returns {string} its digits, full-width ones too */
const digits = (typed, length) => typed.normalize("NFKC").replace(/\D/g, "").slice(0, length);

/** @param {string} number @returns {string} in groups of four */
const grouped = (number) => number.replace(/(\d{4})(?=\d)/g, "$1 ");

/** Groups while typing and leaves the caret behind the digit it was behind. @param {any} event */
function group({ target }) {
  const before = digits(target.value.slice(0, target.selectionStart), 16);
  target.value = grouped(digits(target.value, 16));
  const caret = grouped(before).length;
  target.setSelectionRange(caret, caret);
}

/**
 * Logs in by card number and the code that comes by SMS.
 * @param {object} context
 * @param {import("../../lib/api.js").Api} context.api
 * @param {import("../../lib/session.js").Session} context.session
 * @param {{card: string, sentAt: number}} context.draft survives a switch of the language
 * @param {string} context.reason why the member has to log in again, or nothing
 */
export function loginView({ api, session, draft, reason }) {
  const card = h("input", {
    name: "card_no",
    inputmode: "numeric",
    autocomplete: "username",
    maxlength: 23,
    value: grouped(draft.card),
    class: "input--number",
    "data-testid": "card-no",
    oninput: (/** @type {Event} */ event) => {
      group(event);
      const number = digits(card.value, 16);
      if (number === draft.card) return;
      // A code belongs to its card: another card asks for another one.
      Object.assign(draft, { card: number, sentAt: 0 });
      code.value = "";
      update();
    },
  });
  const code = h("input", {
    name: "code",
    inputmode: "numeric",
    autocomplete: "one-time-code",
    maxlength: 12,
    class: "input--number",
    "data-testid": "code",
  });
  const cardField = field(t("login.card"), card, t("login.card_hint"));
  const codeField = field(t("login.code"), code, t("login.code_hint"));
  const send = h("button", {
    type: "submit",
    class: "button button--wide",
    "data-testid": "send-code",
  });
  const logIn = h(
    "button",
    { type: "submit", class: "button button--primary button--wide", "data-testid": "log-in" },
    t("login.enter"),
  );
  const problems = h("div");
  const first = h(
    "form",
    { class: "stack", novalidate: true, onsubmit: sendCode },
    cardField,
    send,
  );
  const second = h("form", { class: "stack", novalidate: true, onsubmit: enter }, codeField, logIn);
  let timer = 0;

  function update() {
    clearTimeout(timer);
    const left = Math.ceil(PAUSE - (Date.now() - draft.sentAt) / 1000);
    const waiting = !!draft.sentAt && left > 0;
    text(
      send,
      waiting
        ? t("login.sent", { seconds: left })
        : t(draft.sentAt ? "login.resend" : "login.send"),
    );
    send.disabled = waiting;
    send.classList.toggle("button--primary", !draft.sentAt);
    second.hidden = !draft.sentAt;
    if (waiting) timer = setTimeout(update, 1000);
  }

  /** @param {HTMLButtonElement} button @param {() => Promise<void>} work */
  async function busy(button, work) {
    problems.replaceChildren();
    button.disabled = true;
    button.setAttribute("data-busy", "");
    try {
      await work();
    } catch (error) {
      explain(/** @type {import("../../lib/problem.js").Problem} */ (error));
    } finally {
      button.disabled = false;
      button.removeAttribute("data-busy");
      update();
    }
  }

  /** @param {import("../../lib/problem.js").Problem} problem */
  function explain(problem) {
    const fields = problem.errors.map((error) => error.field);
    if (fields.includes("card_no")) cardField.error = t("login.card_wrong");
    else if (problem.status === 401 || fields.includes("code"))
      codeField.error = t("login.refused");
    else problems.replaceChildren(trouble(problem));
  }

  /** @param {Event} event */
  function sendCode(event) {
    event.preventDefault();
    const card_no = digits(card.value, 16);
    if (card_no.length < 16) {
      cardField.error = t("login.card_short");
      return;
    }
    busy(send, async () => {
      await api.post("/v1/login-codes", { card_no }, { open: true });
      draft.sentAt = Date.now();
      update();
      code.focus();
    });
  }

  /** @param {Event} event */
  function enter(event) {
    event.preventDefault();
    const typed = digits(code.value, 6);
    if (typed.length < 6) {
      codeField.error = t("login.code_short");
      return;
    }
    busy(logIn, async () => {
      const who = { card_no: digits(card.value, 16), code: typed };
      const answer = await api.post("/v1/sessions", who, { open: true });
      Object.assign(draft, { card: "", sentAt: 0 });
      session.begin(answer);
    });
  }

  update();
  const again = reason === "expired" && h("p", { class: "note note--info" }, t("login.expired"));
  const element = h(
    "section",
    { class: "stack narrow" },
    h("h1", { tabindex: "-1" }, t("login.heading")),
    h("p", { class: "muted" }, t("login.intro")),
    again,
    h("div", { class: "card stack" }, first, second, problems),
    h("p", { class: "muted" }, t("login.help")),
  );
  return { title: t("login.heading"), element, stop: () => clearTimeout(timer) };
}
