import { form } from "../../components/form.js";
import { field } from "../../components/uh-field.js";
import { h } from "../../lib/dom.js";
import { hasText, t } from "../../lib/i18n.js";

/**
 * @typedef {{id: string, name_masked: string, birth_date: string}} Companion
 *
 * @typedef {object} Member whose card lies on the counter
 * @property {string} name_masked
 * @property {string} district
 * @property {Companion[]} companions
 */

const RELATIONS = ["child", "grandchild", "ward", "spouse", "parent", "companion"];

/**
 * The counter: staff claim for a member who is present. First the card, then the rest.
 * @param {import("../staff/page.js").StaffPage} page
 */
export function counterView({ api }) {
  const place = h("div", { class: "stack", "aria-live": "polite" });
  const card = form({
    fields: [
      field(
        t("counter.card"),
        h("input", {
          name: "card_no",
          required: true,
          inputmode: "numeric",
          autocomplete: "off",
          maxlength: 24,
          "data-testid": "card-no",
        }),
      ),
    ],
    action: t("counter.look_up"),
    testid: "look-up",
    submit: async (values) => {
      const card_no = String(values.get("card_no"));
      const member = await api.post("/v1/counter/members", { card_no });
      const path = `/v1/releases?state=open&limit=100&district=${member.district}`;
      const { items } = await api.get(path);
      place.replaceChildren(claimBox(api, card_no, member, items));
    },
  });
  const element = h(
    "section",
    { class: "stack narrow counter" },
    h("h1", { tabindex: "-1" }, t("counter.heading")),
    h("p", { class: "muted" }, t("counter.about")),
    h("div", { class: "card" }, card),
    place,
  );
  return { title: t("counter.heading"), element, stop: () => {} };
}

/**
 * @param {import("../../lib/api.js").Api} api
 * @param {string} card_no
 * @param {Member} member
 * @param {import("../../lib/release.js").Release[]} releases
 */
function claimBox(api, card_no, { name_masked, companions }, releases) {
  const result = h("div", { role: "status" });
  const company = h(
    "fieldset",
    { class: "choices", hidden: !companions.length },
    h("legend", { class: "field__label" }, t("counter.companions")),
    ...companions.map((person) => tick(person)),
  );
  const box = form({
    fields: [
      field(
        t("counter.release"),
        h(
          "select",
          { name: "release", required: true, "data-testid": "counter-release" },
          ...releases.map(({ id, title, remaining }) =>
            h("option", { value: id }, t("counter.option", { title, remaining })),
          ),
        ),
      ),
      company,
      h(
        "label",
        { class: "choice" },
        h("input", { type: "checkbox", name: "waits", "data-testid": "waits" }),
        t("counter.waits"),
      ),
      field(
        t("counter.reason"),
        h("input", { name: "reason", required: true, maxlength: 200, "data-testid": "reason" }),
        t("counter.reason_hint"),
      ),
    ],
    action: t("counter.claim"),
    testid: "counter-claim",
    submit: async (values) => {
      const id = encodeURIComponent(String(values.get("release")));
      const outcome = await api.post(`/v1/releases/${id}/counter-claims`, {
        card_no,
        companions: values.getAll("companions").map(String),
        wish: values.has("waits") ? "waiting" : "place",
        reason: String(values.get("reason")),
      });
      result.replaceChildren(slip(outcome));
    },
  });
  return h(
    "div",
    { class: "card stack" },
    h("h2", { "data-testid": "counter-member" }, name_masked),
    releases.length ? box : h("p", { class: "note note--info" }, t("counter.nothing")),
    newcomer(api, card_no, (person) => {
      const there = [...company.querySelectorAll("input")].find(({ value }) => value === person.id);
      if (there) there.checked = true;
      else company.append(tick(person, true));
      company.hidden = false;
    }),
    result,
  );
}

/** @param {Companion} person @param {boolean} [checked] */
const tick = ({ id, name_masked, birth_date }, checked = false) =>
  h(
    "label",
    { class: "choice" },
    h("input", {
      type: "checkbox",
      name: "companions",
      value: id,
      checked,
      "data-testid": "companion",
    }),
    `${name_masked} ${birth_date}`,
  );

/**
 * Writes down on the way who comes along and is not in the registry; who did it is recorded.
 * @param {import("../../lib/api.js").Api} api
 * @param {string} card_no
 * @param {(person: Companion) => void} added
 */
function newcomer(api, card_no, added) {
  const box = form({
    fields: [
      field(
        t("counter.new_name"),
        h("input", { name: "name", required: true, maxlength: 40, "data-testid": "new-name" }),
      ),
      field(
        t("counter.new_birth_date"),
        h("input", { name: "birth_date", type: "date", required: true, "data-testid": "new-born" }),
      ),
      field(
        t("counter.new_relation"),
        h(
          "select",
          { name: "relation", "data-testid": "new-relation" },
          ...RELATIONS.map((code) => h("option", { value: code }, t(`counter.relation_${code}`))),
        ),
      ),
      field(
        t("counter.new_reason"),
        h("input", { name: "reason", required: true, maxlength: 200, "data-testid": "new-reason" }),
        t("counter.reason_hint"),
      ),
    ],
    action: t("counter.new_add"),
    testid: "new-companion",
    submit: async (values) => {
      const said = Object.fromEntries(
        ["name", "birth_date", "relation", "reason"].map((name) => [name, String(values.get(name))]),
      );
      added(await api.post("/v1/counter/companions", { card_no, ...said }));
      box.reset();
    },
  });
  return h("details", { "data-testid": "newcomer" }, h("summary", null, t("counter.new")), box);
}

/**
 * How it ended, and what is printed for the member.
 * @param {{outcome: string, reason: string, title: string, short_code: string, places: number,
 *   name_masked: string}} outcome
 */
function slip({ outcome, reason, title, short_code, places, name_masked }) {
  const exact = `outcome.${outcome}.${reason}.text`;
  const how = t(`counter.${outcome}`);
  const code = short_code && [
    h("p", null, `${title} · ${t("counter.places", { places })}`),
    h("p", { class: "code code--big", "data-testid": "short-code" }, short_code),
    h(
      "button",
      { type: "button", class: "button", "data-testid": "print", onclick: () => print() },
      t("counter.print"),
    ),
  ];
  return h(
    "article",
    {
      class: `note ${short_code ? "note--good" : "note--warn"} stack`,
      "data-testid": "outcome",
      "data-outcome": outcome,
    },
    h("strong", null, `${name_masked} · ${how}`),
    hasText(exact) && h("p", null, t(exact)),
    code,
  );
}
