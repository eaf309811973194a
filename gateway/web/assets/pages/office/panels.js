import { dataTable } from "../../components/data-table.js";
import { form } from "../../components/form.js";
import { actButton, loadedView } from "../../components/loaded.js";
import { h } from "../../lib/dom.js";
import { everything } from "../../lib/everything.js";
import { t } from "../../lib/i18n.js";
import { has } from "./batches.js";
import { lotCard, lotFields, readLot } from "./lot-card.js";
import { panelForm } from "./panel-new.js";
import { candidateRows } from "./people-editor.js";
import { backToBatch, note } from "./steps.js";

/**
 * @typedef {import("../staff/page.js").StaffPage} StaffPage
 * @typedef {{id: string, code: string, title: string, state: string}} Tender
 *
 * @typedef {object} Seat in one tender
 * @property {string} tender_id
 * @property {string} account_id
 * @property {string} role
 * @property {string} state
 * @property {string} reason
 * @property {Record<string, string[]>} hints by application
 *
 * @typedef {object} Panel
 * @property {string} id
 * @property {Record<string, number>} seats
 * @property {(import("./people-editor.js").Person & {member: boolean})[]} people
 * @property {import("./lot-card.js").Lot[]} lots
 * @property {Seat[]} sittings
 * @property {string[]} tender_ids
 */

/** Until when a tender can be given a panel. */
const BEFORE = ["published", "open", "opening"];

/**
 * The panels of a batch: who sits for which role, who follows by lot, and a form for one more.
 * @param {StaffPage} page
 * @param {string} id of the batch
 */
export function panelsView(page, id) {
  return loadedView(t("seats.heading"), async (again) => {
    /** @type {[{batch: import("./batches.js").Batch, tenders: Tender[]}, {items: Panel[]}]} */
    const [{ batch, tenders }, { items }] = await Promise.all([
      page.api.get(`/v1/batches/${id}`),
      page.api.get(`/v1/batches/${id}/panels`),
    ]);
    const taken = new Set(items.flatMap(({ tender_ids }) => tender_ids));
    const accounts = has(page, "federation")
      ? await everything(page.api, "/v1/accounts?role=reviewer&limit=100")
      : [];
    const free = tenders.filter((tender) => BEFORE.includes(tender.state) && !taken.has(tender.id));
    return [
      backToBatch(id),
      h("p", { class: "muted" }, rule(batch.seats)),
      ...(items.length ? [] : [note(t("seats.none"))]),
      ...items.map((panel, at) => card(page, { batch: id, panel, number: at + 1, tenders, accounts, again })),
      ...(free.length && has(page, "federation")
        ? [panelForm(page, { batch, free, panels: items, accounts, again })]
        : []),
    ];
  });
}

/** How many of a panel must judge. @param {number} seats */
export const quorum = (seats) => Math.floor((2 * seats + 2) / 3);

/** What a panel must be, in words. @param {Record<string, number>} seats */
export function rule(seats) {
  const count = Object.values(seats).reduce((all, n) => all + n, 0);
  const roles = Object.entries(seats).map(([role, n]) => `${t(`batch.seat_${role}`)} ${n}`);
  return t("seats.rule", { n: count, roles: roles.join(" · "), quorum: quorum(count) });
}

/**
 * @param {StaffPage} page
 * @param {{batch: string, panel: Panel, number: number, tenders: Tender[], accounts: import("./people-editor.js").Account[], again: () => void}} about
 */
function card(page, { batch, panel, number, tenders, accounts, again }) {
  const named = new Map(panel.people.map(({ account_id, name }) => [account_id, name]));
  const own = tenders.filter(({ id }) => panel.tender_ids.includes(id));
  return h(
    "article",
    { class: "card stack", "data-testid": "panel" },
    h("h2", null, t("seats.panel", { n: number })),
    h(
      "details",
      null,
      h("summary", null, t("seats.judges", { n: own.length })),
      h(
        "ul",
        { class: "history" },
        ...own.map(({ id, code, title }) =>
          h("li", null, h("a", { href: `#/batches/${batch}/${id}/sitting` }, `${code} ${title}`)),
        ),
      ),
    ),
    people(panel),
    ...panel.lots.map((lot) => lotCard(page, lot, (name) => named.get(name) || name, again)),
    ...(has(page, "federation") ? [filling(page, panel, accounts, again)] : []),
  );
}

/** Everybody of a panel and how many of their seats are in which state. @param {Panel} panel */
function people({ people: all, sittings }) {
  /** @param {string} account @param {string} state */
  const count = (account, state) =>
    sittings.filter((seat) => seat.account_id === account && seat.state === state).length;
  const rows = [...all].sort((one, other) => Number(other.member) - Number(one.member));
  return dataTable(
    t("seats.people"),
    ["name", "role", "employer", "union", "place", "assigned", "cleared", "recused"].map((name) => t(`seats.${name}`)),
    rows.map(({ account_id, name, role, employer, union, member }) =>
      h(
        "tr",
        { "data-testid": "person" },
        h("td", null, name),
        h("td", null, t(`batch.seat_${role}`)),
        h("td", null, employer || "–"),
        h("td", null, union || "–"),
        h("td", null, t(member ? "seats.member" : "seats.alternate")),
        ...["assigned", "cleared", "recused"].map((state) => h("td", { class: "number" }, String(count(account_id, state)))),
      ),
    ),
  );
}

/** Empty seats: the next by lot, or more candidates. @param {StaffPage} page @param {Panel} panel @param {import("./people-editor.js").Account[]} accounts @param {() => void} again */
function filling({ api, toast, clock }, { id, seats }, accounts, again) {
  const more = candidateRows(Object.keys(seats), accounts);
  return h(
    "div",
    { class: "stack" },
    h(
      "div",
      { class: "bar-actions" },
      actButton({
        label: t("seats.call"),
        testid: "call-alternates",
        toast,
        act: async () => {
          await api.post(`/v1/panels/${id}/alternates`, {});
          toast.show(t("seats.called"), { kind: "good" });
          again();
        },
      }),
    ),
    h(
      "details",
      null,
      h("summary", null, t("seats.more")),
      form({
        fields: [more.element, ...lotFields(clock)],
        action: t("seats.name_more"),
        testid: "name-candidates",
        submit: async (values) => {
          await api.post(`/v1/panels/${id}/candidates`, { candidates: more.read(), ...readLot(values) });
          toast.show(t("seats.named"), { kind: "good" });
          again();
        },
      }),
    ),
  );
}
