import "../../components/uh-empty.js";
import { form } from "../../components/form.js";
import { listingView } from "../../components/listing.js";
import { ask } from "../../components/uh-dialog.js";
import { field } from "../../components/uh-field.js";
import { h, reconcile, text } from "../../lib/dom.js";
import { language, t } from "../../lib/i18n.js";
import { Listing } from "../../lib/listing.js";
import { shown } from "../../lib/time.js";
import { needView } from "./need.js";
import { similarWhileWriting } from "./similar.js";

/**
 * @typedef {object} Need
 * @property {string} id
 * @property {string} code
 * @property {string} title
 * @property {string} need_class
 * @property {string} audience
 * @property {number} people
 * @property {string} state
 * @property {string} submitted_at
 *
 * @typedef {{need_class: string, code: string, name: string, name_en: string}} Kind
 */

/** What can still be taken back. */
const OPEN = new Set(["submitted"]);
/** What one looks for. */
const STATES = ["submitted", "accepted", "merged", "in_vote", "ranked", "selected", "parked"];

/**
 * What grassroots unions need, or the story of one need.
 * @param {import("../staff/page.js").StaffPage} page
 */
export function needsView(page) {
  const id = location.hash.split("/")[2];
  return id ? needView(page, id) : listView(page);
}

/**
 * Hand in, list, take back.
 * @param {import("../staff/page.js").StaffPage} page
 */
function listView({ api, me, toast }) {
  const mayWrite = (me ? me.roles : []).some(({ role }) => role === "grassroots");
  const [, , , wanted = ""] = location.hash.split("/");
  const query = STATES.includes(wanted) ? `&state=${wanted}` : "";
  const listing = /** @type {Listing<Need>} */ (new Listing(api, `/v1/needs?limit=50${query}`));
  const filter = h(
    "select",
    {
      "data-testid": "need-filter",
      onchange: () => (location.hash = filter.value ? `#/needs//${filter.value}` : "#/needs"),
    },
    h("option", { value: "" }, t("demand.all_states")),
    ...STATES.map((state) =>
      h("option", { value: state, selected: state === wanted }, t(`need.${state}`)),
    ),
  );
  const list = h("div", { class: "cards" });

  /** @param {Need} need */
  async function withdraw({ id, title }) {
    const sure = await ask({
      heading: t("needs.withdraw"),
      content: [h("p", null, t("needs.withdraw_sure", { title }))],
      action: t("needs.withdraw"),
    });
    if (!sure) return;
    try {
      const after = await api.post(`/v1/needs/${id}/withdrawal`, {});
      listing.set(listing.items.map((need) => (need.id === id ? after : need)));
    } catch (error) {
      toast.show(/** @type {import("../../lib/problem.js").Problem} */ (error).text, {
        kind: "bad",
      });
    }
  }

  /** @param {Need} need */
  const make = (need) =>
    h(
      "article",
      { class: "card stack", "data-testid": "need" },
      h(
        "div",
        { class: "row row--between" },
        h("span", { class: "code" }, need.code),
        h("span", { class: "badge", "data-testid": "need-state" }),
      ),
      h("h2", null, h("a", { href: `#/needs/${need.id}`, "data-testid": "open-need" }, need.title)),
      h("p", { class: "muted" }, t("needs.for", { audience: need.audience, people: need.people })),
      h("p", { class: "muted" }, `${t(`voice.${need.need_class}`)} · ${shown(need.submitted_at)}`),
      h(
        "button",
        {
          type: "button",
          class: "button",
          "data-testid": "withdraw",
          onclick: () => withdraw(need),
        },
        t("needs.withdraw"),
      ),
    );
  /** @param {HTMLElement} card @param {Need} need */
  const update = (card, { state }) => {
    const badge = /** @type {HTMLElement} */ (card.querySelector(".badge"));
    badge.className = `badge badge--${state === "withdrawn" ? "closed" : "before"}`;
    text(badge, t(`need.${state}`));
    /** @type {HTMLElement} */ (card.querySelector("button")).hidden =
      !mayWrite || !OPEN.has(state);
  };

  const { element: rows, stop } = listingView({
    listing,
    list,
    render: () => reconcile(list, listing.items, make, update),
    empty: { icon: "inbox", heading: t("needs.none"), text: t("needs.none_text") },
  });
  const element = h(
    "section",
    { class: "stack" },
    h("h1", { tabindex: "-1" }, t("needs.heading")),
    mayWrite &&
      h(
        "details",
        { class: "card", "data-testid": "new-need" },
        h("summary", null, t("needs.new")),
        needForm(api, listing, toast),
      ),
    field(t("demand.filter"), filter),
    rows,
  );
  return { title: t("needs.heading"), element, stop };
}

/**
 * @param {import("../../lib/api.js").Api} api
 * @param {Listing<Need>} listing
 * @param {import("../../components/uh-toast.js").Toast} toast
 */
function needForm(api, listing, toast) {
  const kind = h("select", { name: "kind", required: true, "data-testid": "need-kind" });
  api.get("/v1/need-kinds").then(
    ({ items }) => kind.replaceChildren(...groups(items)),
    (problem) => toast.show(problem.text, { kind: "bad" }),
  );
  /** @param {string} name @param {object} [more] */
  const input = (name, more) => h("input", { name, "data-testid": `need-${name}`, ...more });
  const title = input("title", { required: true, maxlength: 120 });
  const audience = input("audience", { required: true, maxlength: 200 });
  const box = form({
    fields: [
      field(t("needs.title"), title),
      similarWhileWriting(api, title, audience),
      field(t("needs.kind"), kind),
      field(t("needs.audience"), audience, t("needs.audience_hint")),
      field(
        t("needs.people"),
        input("people", { type: "number", required: true, min: 1, max: 10000000 }),
      ),
      field(
        t("needs.evidence"),
        h("textarea", { name: "evidence", maxlength: 4000, rows: 4 }),
        t("needs.evidence_hint"),
      ),
      field(t("needs.time"), input("wanted_time", { maxlength: 200 })),
      field(t("needs.place"), input("wanted_place", { maxlength: 200 })),
    ],
    action: t("needs.hand_in"),
    testid: "hand-in",
    submit: async (values) => {
      const [need_class, code] = String(values.get("kind")).split("/");
      const written = { ...Object.fromEntries(values), people: Number(values.get("people")) };
      const need = await api.post("/v1/needs", { ...written, need_class, kind: code });
      listing.set([need, ...listing.items]);
      toast.show(t("needs.handed_in", { code: need.code }), { kind: "good" });
      box.reset();
    },
  });
  return box;
}

/** @param {Kind[]} kinds @returns {HTMLElement[]} one group for each class */
function groups(kinds) {
  const name = (/** @type {Kind} */ kind) => (language() === "en" ? kind.name_en : kind.name);
  return [...new Set(kinds.map(({ need_class }) => need_class))].map((need_class) =>
    h(
      "optgroup",
      { label: t(`voice.${need_class}`) },
      ...kinds
        .filter((kind) => kind.need_class === need_class)
        .map((kind) => h("option", { value: `${need_class}/${kind.code}` }, name(kind))),
    ),
  );
}
