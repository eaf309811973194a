import { dataTable } from "../../components/data-table.js";
import { actButton, loadedView } from "../../components/loaded.js";
import { ask } from "../../components/uh-dialog.js";
import { field } from "../../components/uh-field.js";
import { h, icon } from "../../lib/dom.js";
import { everything } from "../../lib/everything.js";
import { t } from "../../lib/i18n.js";
import { has } from "./batches.js";
import { quorum, rule } from "./panels.js";
import { presentations } from "./presentations.js";
import { note, tenderHead } from "./steps.js";

/**
 * @typedef {import("../staff/page.js").StaffPage} StaffPage
 * @typedef {import("./panels.js").Panel} Panel
 * @typedef {import("./panels.js").Seat} Seat
 */

/** @type {Record<string, string>} */
const LOOKS = { assigned: "sold_out", cleared: "open", recused: "cancelled" };
const OPENED = ["opening", "scoring", "moderation", "ranked", "standstill", "suspended", "awarded"];
const BEFORE_RESULT = ["published", "open", "opening", "scoring"];

/**
 * Who judges one tender: declarations, hints, recusals, quorum, the files, the timetable.
 * @param {StaffPage} page
 * @param {string} batch
 * @param {string} id of the tender
 */
export function sittingView(page, batch, id) {
  const { api } = page;
  return loadedView(t("sitting.heading"), async (again) => {
    /** @type {[import("../../components/call.js").Call & {blind: boolean}, {items: Panel[]}]} */
    const [call, { items }] = await Promise.all([
      api.get(`/v1/calls/${id}`),
      api.get(`/v1/batches/${batch}/panels`),
    ]);
    const head = tenderHead(batch, call, "sitting");
    const panel = items.find(({ tender_ids }) => tender_ids.includes(id));
    if (!panel) {
      const way = h("a", { class: "button", href: `#/batches/${batch}/panels` }, t("step.panels"));
      return [...head, note(t("sitting.no_panel")), h("div", { class: "bar-actions" }, way)];
    }
    const applicants = await names(page, batch, id, call.state);
    const seats = panel.sittings.filter(({ tender_id }) => tender_id === id);
    const broken = breaches(panel.seats, seats);
    const federal = has(page, "federation");
    return [
      ...head,
      h("p", { class: "muted" }, rule(panel.seats)),
      keeps(broken),
      table(page, { tender: call, panel, seats, applicants, again }),
      ...(federal && call.state === "opening" ? [opening(page, id, broken, again)] : []),
      await presentations(page, call, applicants, again),
    ];
  });
}

/** Of the applicants that are known by now their names. @param {StaffPage} page @param {string} batch @param {string} id @param {string} state */
async function names({ api }, batch, id, state) {
  if (!OPENED.includes(state)) return new Map();
  const { items } = await api.get(`/v1/batches/${batch}/seal`);
  if (!items.length || items.some((/** @type {any} */ half) => !half.released_at)) return new Map();
  const found = await everything(api, `/v1/calls/${id}/applications?limit=100`);
  return new Map(found.map(({ id: each, provider_name }) => [each, String(provider_name)]));
}

/**
 * Why a panel cannot open a file yet, in the words of its rule.
 * @param {Record<string, number>} wanted
 * @param {Seat[]} seats
 * @returns {string[]}
 */
function breaches(wanted, seats) {
  const undeclared = seats.filter(({ state }) => state === "assigned").length;
  const cleared = seats.filter(({ state }) => state === "cleared");
  const needed = quorum(Object.values(wanted).reduce((all, n) => all + n, 0));
  const silent = Object.keys(wanted).filter((role) => !cleared.some((seat) => seat.role === role));
  const empty = Object.entries(wanted)
    .map(([role, n]) => ({ role, n: n - seats.filter((seat) => seat.role === role && seat.state !== "recused").length }))
    .filter(({ n }) => n > 0);
  return [
    undeclared ? t("sitting.undeclared", { n: undeclared }) : "",
    cleared.length < needed ? t("sitting.below_quorum", { n: cleared.length, quorum: needed }) : "",
    ...silent.map((role) => t("sitting.silent", { role: t(`batch.seat_${role}`) })),
    ...empty.map(({ role, n }) => t("sitting.empty", { role: t(`batch.seat_${role}`), n })),
  ].filter(Boolean);
}

/** @param {string[]} broken */
const keeps = (broken) =>
  broken.length
    ? h(
        "div",
        { class: "note note--warn", "data-testid": "breaches" },
        icon("warn"),
        h("ul", { class: "history grow" }, ...broken.map((words) => h("li", null, words))),
      )
    : h("p", { class: "note note--good", "data-testid": "keeps-rule" }, icon("good"), t("sitting.keeps"));

/**
 * @param {StaffPage} page
 * @param {{tender: {id: string, state: string}, panel: Panel, seats: Seat[], applicants: Map<string, string>, again: () => void}} about
 */
function table(page, { tender, panel, seats, applicants, again }) {
  const people = new Map(panel.people.map((person) => [person.account_id, person]));
  const recusable = has(page, "federation") && BEFORE_RESULT.includes(tender.state);
  return dataTable(
    t("sitting.seats"),
    [t("seats.name"), t("seats.role"), t("sitting.state"), t("sitting.hints"), t("sitting.reason"), t("sitting.act")],
    seats.map((seat) => {
      const person = people.get(seat.account_id);
      const name = person ? person.name : seat.account_id;
      return h(
        "tr",
        { "data-testid": "seat", "data-state": seat.state },
        h("td", null, name, person && !person.member && h("span", { class: "muted" }, ` ${t("sitting.by_lot")}`)),
        h("td", null, t(`batch.seat_${seat.role}`)),
        h("td", null, h("span", { class: `badge badge--${LOOKS[seat.state]}` }, t(`seats.${seat.state}`))),
        h("td", null, hintWords(seat, applicants) || "–"),
        h("td", null, seat.reason || "–"),
        h(
          "td",
          null,
          recusable && seat.state !== "recused"
            ? actButton({
                label: t("sitting.recuse"),
                testid: "recuse",
                toast: page.toast,
                act: () => recuse(page, { tender: tender.id, reviewer: seat.account_id, name, again }),
              })
            : "",
        ),
      );
    }),
  );
}

/** @param {Seat} seat @param {Map<string, string>} applicants */
const hintWords = ({ hints }, applicants) =>
  Object.entries(hints)
    .map(([application, kinds]) => {
      const words = kinds.map((kind) => t(`sitting.hint_${kind}`)).join(" · ");
      return t("sitting.hint", { name: applicants.get(application) || "", words });
    })
    .join(" · ");

/** @param {StaffPage} page @param {{tender: string, reviewer: string, name: string, again: () => void}} about */
async function recuse({ api, toast }, { tender, reviewer, name, again }) {
  const reason = h("textarea", { rows: 3, maxlength: 500, required: true, "data-testid": "recuse-reason" });
  const heading = t("sitting.recuse");
  const content = [h("p", null, t("sitting.recuse_sure", { name })), field(t("sitting.reason"), reason)];
  if (!(await ask({ heading, content, action: heading })) || !reason.value.trim()) return;
  await api.post(`/v1/tenders/${tender}/recusals`, { reviewer_id: reviewer, reason: reason.value.trim() });
  toast.show(t("sitting.recused_now", { name }), { kind: "good" });
  again();
}

/** @param {StaffPage} page @param {string} tender @param {string[]} broken @param {() => void} again */
function opening({ api, toast }, tender, broken, again) {
  const button = actButton({
    label: t("sitting.open"),
    testid: "open-scoring",
    toast,
    primary: !broken.length,
    act: async () => {
      await api.post(`/v1/tenders/${tender}/scoring`, {});
      toast.show(t("sitting.opened"), { kind: "good" });
      again();
    },
  });
  return h("div", { class: "bar-actions" }, button);
}
