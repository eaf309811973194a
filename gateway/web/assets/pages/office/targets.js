import "../../components/uh-empty.js";
import { form } from "../../components/form.js";
import { actButton } from "../../components/loaded.js";
import { trouble } from "../../components/trouble.js";
import { ask } from "../../components/uh-dialog.js";
import { field } from "../../components/uh-field.js";
import { h } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { shown } from "../../lib/time.js";
import { DISTRICTS } from "./districts.js";
import { channelName } from "./messages.js";

/**
 * @typedef {import("../staff/page.js").StaffPage} StaffPage
 *
 * @typedef {object} Target where an office is told; the address is masked
 * @property {string} id
 * @property {string} district
 * @property {string} topic
 * @property {string} channel
 * @property {string} name
 * @property {string} address
 * @property {boolean} signed
 * @property {{state: string, reason: string, changed_at: string} | null} last_message
 */

/** Of the city's office and of the districts'; who died where is known to nobody. */
const TOPICS = { city: ["releases", "purchases", "messages"], district: ["releases"] };

/**
 * The addresses of an office: where it is told of what, a test message, another address.
 * @param {StaffPage} page
 */
export function targetsView(page) {
  const { api, me } = page;
  const roles = me ? me.roles : [];
  const city = roles.some(({ role, scope }) => role !== "district" && !scope);
  const sets = roles.some(({ role }) => role === "federation" || role === "district");
  const own = DISTRICTS.filter((code) => roles.some(({ scope }) => scope === code));
  const place = h("div", { class: "stack" });
  const office = h(
    "select",
    { "data-testid": "office", onchange: () => load() },
    city && h("option", { value: "" }, t("target.city")),
    ...(city ? DISTRICTS : own).map((code) => h("option", { value: code }, t(`district.${code}`))),
  );

  async function load() {
    place.replaceChildren(h("div", { class: "skeleton", role: "status" }));
    const asked = office.value;
    try {
      const query = asked ? `?district=${asked}` : "";
      /** @type {{items: Target[], channels: string[]}} */
      const { items, channels } = await api.get(`/v1/notice-targets${query}`);
      if (asked !== office.value) return; // another office was chosen meanwhile
      const none = { icon: "inbox", heading: t("target.none"), text: t("target.none_text") };
      place.replaceChildren(
        ...(items.length ? items.map((item) => card(page, item, sets, load)) : [h("uh-empty", none)]),
        ...(sets ? [adding(page, asked, channels, load)] : []),
      );
    } catch (error) {
      const problem = /** @type {import("../../lib/problem.js").Problem} */ (error);
      place.replaceChildren(trouble(problem, load));
    }
  }
  load();
  const element = h(
    "section",
    { class: "stack" },
    h("h1", { tabindex: "-1" }, t("target.heading")),
    h("p", { class: "muted" }, t("target.about")),
    field(t("target.office"), office),
    place,
  );
  return { title: t("target.heading"), element, stop: () => {} };
}

/** @param {StaffPage} page @param {Target} target @param {boolean} sets @param {() => void} again */
function card({ api, toast }, target, sets, again) {
  const { id, name, topic, channel, address, signed, last_message: last } = target;
  async function test() {
    await api.post(`/v1/notice-targets/${id}/tests`, {});
    toast.show(t("target.tested"), { kind: "good" });
    again();
  }
  async function remove() {
    const heading = t("target.remove");
    const content = [h("p", null, t("target.remove_sure", { name }))];
    if (!(await ask({ heading, content, action: heading }))) return;
    await api.send(`/v1/notice-targets/${id}`, { method: "DELETE" });
    again();
  }
  const told = last
    ? `${t(`message.state_${last.state}`)} · ${shown(last.changed_at)}${last.reason ? ` · ${last.reason}` : ""}`
    : t("target.nothing_yet");
  return h(
    "article",
    { class: "card stack", "data-testid": "target", "data-id": id },
    h(
      "div",
      { class: "row row--between" },
      h("h2", null, name),
      h("span", { class: "badge badge--before" }, t(`target.topic_${topic}`)),
    ),
    h("p", { class: "wrap" }, `${channelName(channel)} · ${address}`),
    signed && h("p", { class: "muted" }, t("target.signed")),
    h("p", { class: "muted", "data-testid": "last" }, t("target.last", { told })),
    sets &&
      h(
        "div",
        { class: "bar-actions" },
        actButton({ label: t("target.test"), testid: "test", toast, act: test }),
        actButton({ label: t("target.refresh"), testid: "refresh", toast, act: async () => again() }),
        actButton({ label: t("target.remove"), testid: "remove", toast, act: remove }),
      ),
  );
}

/** @param {StaffPage} page @param {string} district @param {string[]} channels @param {() => void} again */
const adding = ({ api, toast }, district, channels, again) =>
  h(
    "details",
    { class: "card", "data-testid": "new-target" },
    h("summary", null, t("target.add")),
    form({
      fields: [
        field(
          t("target.topic"),
          h(
            "select",
            { name: "topic", "data-testid": "topic" },
            ...(district ? TOPICS.district : TOPICS.city).map((name) =>
              h("option", { value: name }, t(`target.topic_${name}`)),
            ),
          ),
        ),
        field(
          t("target.channel"),
          h(
            "select",
            { name: "channel", required: true, "data-testid": "channel" },
            ...channels.map((name) => h("option", { value: name }, channelName(name))),
          ),
        ),
        field(
          t("target.name"),
          h("input", { name: "name", required: true, maxlength: 60, "data-testid": "name" }),
          t("target.name_hint"),
        ),
        field(
          t("target.address"),
          h("input", {
            name: "address",
            required: true,
            maxlength: 500,
            autocomplete: "off",
            "data-testid": "address",
          }),
          t("target.address_hint"),
        ),
        field(
          t("target.secret"),
          h("input", {
            name: "secret",
            type: "password",
            maxlength: 200,
            autocomplete: "off",
            "data-testid": "secret",
          }),
          t("target.secret_hint"),
        ),
      ],
      action: t("target.add"),
      testid: "set-target",
      submit: async (values) => {
        await api.post("/v1/notice-targets", { district, ...Object.fromEntries(values) });
        toast.show(t("target.added"), { kind: "good" });
        again();
      },
    }),
  );
