import { form } from "../../components/form.js";
import { loadedView } from "../../components/loaded.js";
import { field } from "../../components/uh-field.js";
import { h, icon } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { shown } from "../../lib/time.js";
import { TROUBLE, channelName, messageState } from "./messages.js";

/**
 * @typedef {import("../staff/page.js").StaffPage} StaffPage
 * @typedef {import("./messages.js").Message} Message
 *
 * @typedef {object} Line of a story; the number is masked
 * @property {string} at
 * @property {string} what
 * @property {number | null} attempt
 * @property {string} detail
 * @property {string} provider
 * @property {string} number
 * @property {string} by
 */

/**
 * One message: what it is, what happened to it in order, and sending it again.
 * @param {StaffPage} page
 * @param {string} id
 */
export function messageView(page, id) {
  const place = `/v1/messages/${encodeURIComponent(id)}`;
  return loadedView(t("message.message"), async (again) => {
    /** @type {{message: Message, story: Line[]}} */
    const { message, story } = await page.api.get(place);
    return [
      h("a", { class: "back", href: "#/messages" }, icon("back"), t("message.heading")),
      facts(message),
      h("h2", null, t("message.story")),
      h(
        "div",
        { class: "card" },
        h("ol", { class: "history", "data-testid": "story" }, ...story.map(line)),
      ),
      ...(mayResend(page, message) ? [resending(page, place, again)] : []),
    ];
  });
}

/** The server decides; this only spares a button that never works. @param {StaffPage} page @param {Message} message */
const mayResend = ({ me }, { state, due_at, message_class }) =>
  !!me &&
  me.roles.some(({ role }) => role === "federation") &&
  TROUBLE.includes(state) &&
  due_at === null &&
  message_class !== "login_code";

/** @param {Message} message */
function facts(message) {
  const { member_id, template, channel, message_class, state, reason, attempts, expires_at } = message;
  const rows = [
    [t("message.channel"), channelName(channel)],
    [t("message.template"), h("span", { class: "code" }, template)],
    [t("message.member"), h("span", { class: "code" }, member_id)],
    [t("message.attempts"), String(attempts)],
    [t("message.reason"), reason || "–"],
    [t("message.expires"), shown(expires_at, "exact")],
    ...(message.due_at ? [[t("message.due"), shown(message.due_at, "exact")]] : []),
  ];
  return h(
    "article",
    { class: "card stack" },
    h(
      "div",
      { class: "row row--between" },
      h("h2", null, t(`message.class_${message_class}`)),
      messageState(state),
    ),
    h(
      "dl",
      { class: "facts" },
      ...rows.flatMap(([name, is]) => [h("dt", null, name), h("dd", { class: "wrap" }, is)]),
    ),
  );
}

/** @param {Line} line */
const line = ({ at, what, attempt, detail, provider, number, by }) =>
  h(
    "li",
    { "data-testid": "line", "data-what": what },
    h("time", { class: "muted number", datetime: at }, shown(at, "exact")),
    " ",
    h("strong", null, t(`message.what_${what}`, { n: attempt === null ? "" : attempt })),
    " ",
    h("span", { class: "wrap" }, [provider, number, detail, by].filter(Boolean).join(" · ")),
  );

/** @param {StaffPage} page @param {string} place @param {() => void} again */
const resending = ({ api, toast }, place, again) =>
  h(
    "section",
    { class: "card stack" },
    h("h2", null, t("message.resend")),
    form({
      fields: [
        field(
          t("message.why"),
          h("input", { name: "reason", required: true, maxlength: 200, "data-testid": "reason" }),
          t("message.why_hint"),
        ),
      ],
      action: t("message.resend"),
      testid: "resend",
      submit: async (values) => {
        await api.post(`${place}/resends`, { reason: String(values.get("reason")) });
        toast.show(t("message.resent"), { kind: "good" });
        again();
      },
    }),
  );
