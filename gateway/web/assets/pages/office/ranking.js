import { actButton, loadedView } from "../../components/loaded.js";
import { ask } from "../../components/uh-dialog.js";
import { field } from "../../components/uh-field.js";
import { h, icon } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { shown } from "../../lib/time.js";
import { has } from "./batches.js";
import { moderationForm } from "./moderation.js";
import { rankingTable } from "./ranking-table.js";
import { reopenForm } from "./reopen.js";
import { note, tenderHead } from "./steps.js";
import { tieParts } from "./ties.js";

/**
 * @typedef {import("../staff/page.js").StaffPage} StaffPage
 *
 * @typedef {object} Placed an application in the order of a tender
 * @property {string} application_id
 * @property {string} label
 * @property {string} provider_name
 * @property {number} price fen
 * @property {number} place
 * @property {number} place_by_method
 * @property {string} score
 * @property {string} mean
 * @property {string} median
 * @property {string} z
 * @property {number} scored_by
 * @property {string[]} turned_by
 * @property {boolean} abnormally_low
 *
 * @typedef {object} Outcome
 * @property {string} state
 * @property {string} method
 * @property {string[][]} tied
 * @property {{changed: boolean, reason: string, minority_view: string, decided_at: string} | null} moderation
 * @property {Placed[]} items
 */

const BEFORE = ["draft", "published", "open", "opening"];

/**
 * What the scores of a tender come to, and what is decided about it.
 * @param {StaffPage} page
 * @param {string} batch
 * @param {string} id of the tender
 */
export function rankingView(page, batch, id) {
  const { api } = page;
  return loadedView(t("rank.heading"), async (again) => {
    const call = await api.get(`/v1/calls/${id}`);
    const federal = has(page, "federation");
    const head = tenderHead(batch, call, "ranking");
    if (BEFORE.includes(call.state)) return [...head, note(t("rank.not_yet"))];
    if (call.state === "scoring") {
      return [
        ...head,
        note(t("rank.scoring")),
        ...(federal ? [counting(page, id, again), await reopenForm(page, batch, id, again)] : []),
      ];
    }
    /** @type {Outcome} */
    const outcome = await api.get(`/v1/tenders/${id}/outcome`);
    const moderated = federal && call.state === "moderation";
    return [
      ...head,
      h("p", { class: "muted" }, t(`call.method_${outcome.method}`)),
      ...flags(outcome),
      rankingTable(outcome.items),
      ...(await tieParts(page, { batch, tender: id, outcome, again })),
      ...(outcome.moderation ? [decided(outcome.moderation)] : []),
      ...(moderated && !outcome.tied.length ? [moderationForm(page, id, outcome, again)] : []),
      ...(moderated ? [actions(page, id, outcome, again)] : []),
    ];
  });
}

/** @param {StaffPage} page @param {string} id @param {() => void} again */
const counting = ({ api, toast }, id, again) =>
  h(
    "div",
    { class: "bar-actions" },
    actButton({
      label: t("rank.count"),
      testid: "count-scores",
      toast,
      primary: true,
      act: async () => {
        await api.post(`/v1/tenders/${id}/outcome`, {});
        again();
      },
    }),
  );

/** What somebody has to look at before the ranking is fixed. @param {Outcome} outcome @returns {HTMLElement[]} */
function flags({ items, tied, moderation, state }) {
  const turned = items.filter(({ turned_by }) => turned_by.length);
  const low = items.filter((item) => item.abnormally_low);
  const names = (/** @type {Placed[]} */ found) => found.map(({ provider_name }) => provider_name).join("、");
  const open = state === "moderation";
  return [
    turned.length && open && !moderation ? warn("turned", t("rank.turned", { names: names(turned) })) : null,
    tied.length ? warn("tied", t("rank.tied", { n: tied.length })) : null,
    low.length ? warn("low", t("rank.low", { names: names(low) })) : null,
    open ? null : h("p", { class: "note note--good", "data-testid": "ranking-fixed" }, icon("good"), t("rank.fixed")),
  ].filter((part) => part instanceof HTMLElement);
}

/** @param {string} name @param {string} words */
const warn = (name, words) =>
  h("p", { class: "note note--warn", "data-testid": `flag-${name}` }, icon("warn"), words);

/** @param {NonNullable<Outcome["moderation"]>} moderation */
const decided = ({ changed, reason, minority_view, decided_at }) =>
  h(
    "section",
    { class: "card stack", "data-testid": "moderation" },
    h("h2", null, t(changed ? "rank.changed" : "rank.kept")),
    h("p", { class: "muted" }, shown(decided_at)),
    h("p", { class: "lines wrap" }, reason),
    minority_view && h("h3", null, t("rank.minority")),
    minority_view && h("p", { class: "lines wrap" }, minority_view),
  );

/** @param {StaffPage} page @param {string} id @param {Outcome} outcome @param {() => void} again */
function actions({ api, toast }, id, { items, tied, moderation }, again) {
  const free = !tied.length && (moderation || !items.some(({ turned_by }) => turned_by.length));
  async function fix() {
    const heading = t("rank.fix");
    if (!(await ask({ heading, content: [h("p", null, t("rank.fix_sure"))], action: heading }))) return;
    await api.post(`/v1/tenders/${id}/ranking`, {});
    again();
  }
  async function recount() {
    const reason = h("textarea", { rows: 3, maxlength: 500, required: true, "data-testid": "recount-reason" });
    const heading = t("rank.recount");
    const content = [h("p", null, t("rank.recount_sure")), field(t("check.reason"), reason)];
    if (!(await ask({ heading, content, action: heading })) || !reason.value.trim()) return;
    await api.post(`/v1/tenders/${id}/recount`, { reason: reason.value.trim() });
    again();
  }
  return h(
    "div",
    { class: "bar-actions" },
    actButton({ label: t("rank.fix"), testid: "fix-ranking", toast, act: fix, primary: !!free }),
    actButton({ label: t("rank.recount"), testid: "recount", toast, act: recount }),
  );
}
