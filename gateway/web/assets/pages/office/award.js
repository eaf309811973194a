import { factList, yuan } from "../../components/call.js";
import { dataTable, numberCell } from "../../components/data-table.js";
import { form } from "../../components/form.js";
import { actButton, loadedView } from "../../components/loaded.js";
import { ask } from "../../components/uh-dialog.js";
import { field } from "../../components/uh-field.js";
import { h, icon } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { shown } from "../../lib/time.js";
import { has } from "./batches.js";
import { letters } from "./letters.js";
import { objections } from "./objections.js";
import { points } from "./ranking-table.js";
import { note, tenderHead } from "./steps.js";

/**
 * @typedef {import("../staff/page.js").StaffPage} StaffPage
 *
 * @typedef {object} Award
 * @property {string} code
 * @property {string} provider_name
 * @property {number} place
 * @property {string} score
 * @property {number} price fen
 * @property {string} state
 * @property {string} noticed_at
 * @property {string} objections_until
 * @property {string | null} decided_at
 *
 * @typedef {object} TenderAward
 * @property {string} tender_id
 * @property {string} state
 * @property {Award[]} awards the last one stands, if one does
 * @property {{application_id: string, provider_name: string, place: number, score: string, price: number}[]} ranking
 * @property {import("./objections.js").Objection[]} objections
 * @property {{application_id: string, outcome: string, reason: string}[]} letters
 */

/** @type {Record<string, string>} */
const LOOKS = { standstill: "before", contested: "sold_out", confirmed: "open" };
const LIVE = ["standstill", "contested", "confirmed"];
/** Working days for objections: at least, usually, at most. */
const DAYS = { least: 3, usual: 7, most: 30 };

/**
 * Notice, standstill, objections, award, reserve and letters of one tender.
 * @param {StaffPage} page
 * @param {string} batch
 * @param {string} id of the tender
 */
export function awardView(page, batch, id) {
  const { api } = page;
  return loadedView(t("award.heading"), async (again) => {
    /** @type {[{id: string, code: string, title: string, state: string}, TenderAward | null]} */
    const [call, told] = await Promise.all([
      api.get(`/v1/calls/${id}`),
      api.get(`/v1/calls/${id}/award`).catch((problem) => {
        if (problem.status === 404) return null;
        throw problem;
      }),
    ]);
    const head = tenderHead(batch, call, "award");
    const federal = has(page, "federation");
    if (call.state === "ranked") {
      return [...head, ...(federal ? [noticeForm(page, id, again)] : [note(t("award.ranked"))]), ...past(told)];
    }
    if (!told) {
      const ending = federal && call.state === "opening" ? [endButton(page, id, again)] : [];
      return [...head, note(t(call.state === "unsuccessful" ? "award.failed" : "award.not_ranked")), ...ending];
    }
    return [...head, ...standing(page, told, again), ...past(told)];
  });
}

/** @param {StaffPage} page @param {TenderAward} told @param {() => void} again @returns {HTMLElement[]} */
function standing(page, told, again) {
  const award = told.awards[told.awards.length - 1];
  const live = LIVE.includes(award.state);
  const federal = has(page, "federation");
  const over = page.clock.now() >= Date.parse(award.objections_until);
  return [
    told.state === "unsuccessful" ? note(t("award.failed")) : null,
    live ? awardCard(award) : null,
    live && award.state === "standstill"
      ? h(
          "p",
          { class: `note note--${over ? "good" : "info"}`, "data-testid": "standstill" },
          icon(over ? "good" : "wait"),
          t(over ? "award.standstill_over" : "award.standstill_runs", { when: shown(award.objections_until) }),
        )
      : null,
    federal && live ? actions(page, told.tender_id, award, again) : null,
    ...objections(page, told.objections, federal && award.state === "contested", again),
    told.letters.length ? letters(told) : null,
  ].filter((part) => part instanceof HTMLElement);
}

/** @param {Award} award */
const awardCard = ({ code, provider_name, place, score, price, state, noticed_at, objections_until, decided_at }) =>
  h(
    "article",
    { class: "card stack", "data-testid": "award", "data-state": state },
    h(
      "div",
      { class: "row row--between" },
      h("span", { class: "code" }, code),
      h("span", { class: `badge badge--${LOOKS[state] || "cancelled"}` }, t(`award.state_${state}`)),
    ),
    h("h2", null, provider_name),
    factList([
      [t("rank.place"), String(place)],
      [t("rank.score"), points(score)],
      [t("rank.price"), yuan(price)],
      [t("award.noticed"), shown(noticed_at)],
      [t("award.until"), shown(objections_until)],
      ...(decided_at ? [/** @type {[string, string]} */ ([t("award.decided"), shown(decided_at)])] : []),
    ]),
  );

/** Notices that fell, and the ranking that all of it builds upon. @param {TenderAward | null} told @returns {HTMLElement[]} */
function past(told) {
  if (!told) return [];
  const fallen = told.awards.filter(({ state }) => !LIVE.includes(state));
  const ranked = told.ranking.map(({ provider_name, place, score, price }) =>
    h("tr", { "data-testid": "reserve" }, numberCell(place), h("td", null, provider_name), numberCell(points(score)), numberCell(yuan(price))),
  );
  return [
    ...(fallen.length ? [h("h2", null, t("award.fallen")), ...fallen.map(awardCard)] : []),
    ...(ranked.length
      ? [
          h("h2", null, t("award.ranking")),
          dataTable(
            t("award.ranking"),
            [t("rank.place"), t("rank.who"), t("rank.score"), t("rank.price")],
            ranked,
          ),
        ]
      : []),
  ];
}

/** @param {StaffPage} page @param {string} id @param {() => void} again */
const noticeForm = ({ api, toast }, id, again) =>
  h(
    "div",
    { class: "card" },
    form({
      fields: [
        h("p", null, t("award.notice_text")),
        field(
          t("award.days"),
          h("input", {
            name: "working_days",
            type: "number",
            min: DAYS.least,
            max: DAYS.most,
            step: 1,
            required: true,
            value: DAYS.usual,
            "data-testid": "working_days",
          }),
          t("award.days_hint"),
        ),
      ],
      action: t("award.notice"),
      testid: "publish-notice",
      submit: async (values) => {
        await api.post(`/v1/tenders/${id}/award-notice`, { working_days: Number(values.get("working_days")) });
        toast.show(t("award.noticed_now"), { kind: "good" });
        again();
      },
    }),
  );

/** @param {StaffPage} page @param {string} id @param {Award} award @param {() => void} again */
function actions({ api, toast }, id, award, again) {
  async function confirm() {
    const heading = t("award.confirm");
    const sure = t("award.confirm_sure", { name: award.provider_name, yuan: yuan(award.price) });
    if (!(await ask({ heading, content: [h("p", null, sure)], action: heading }))) return;
    await api.post(`/v1/tenders/${id}/award`, {});
    again();
  }
  async function refuse() {
    const reason = h("textarea", { rows: 3, maxlength: 500, required: true, "data-testid": "refuse-reason" });
    const heading = t("award.refuse");
    const sure = t("award.refuse_sure", { name: award.provider_name });
    const content = [h("p", null, sure), field(t("check.reason"), reason)];
    if (!(await ask({ heading, content, action: heading })) || !reason.value.trim()) return;
    await api.post(`/v1/tenders/${id}/award/refusal`, { reason: reason.value.trim() });
    again();
  }
  return h(
    "div",
    { class: "bar-actions" },
    award.state === "standstill" &&
      actButton({ label: t("award.confirm"), testid: "confirm-award", toast, act: confirm, primary: true }),
    award.state !== "contested" &&
      actButton({ label: t("award.refuse"), testid: "refuse-award", toast, act: refuse }),
  );
}

/** @param {StaffPage} page @param {string} id @param {() => void} again */
const endButton = ({ api, toast }, id, again) =>
  h(
    "div",
    { class: "bar-actions" },
    actButton({
      label: t("award.end"),
      testid: "end-tender",
      toast,
      act: async () => {
        const heading = t("award.end");
        if (!(await ask({ heading, content: [h("p", null, t("award.end_sure"))], action: heading }))) return;
        await api.post(`/v1/tenders/${id}/end`, {});
        again();
      },
    }),
  );
