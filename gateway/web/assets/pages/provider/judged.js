import { factList } from "../../components/call.js";
import { form } from "../../components/form.js";
import { field } from "../../components/uh-field.js";
import { h, icon } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { shown } from "../../lib/time.js";
import { deadline } from "./deadline.js";

/**
 * @typedef {import("../../components/page-frame.js").Context} Context
 *
 * @typedef {object} Letter
 * @property {string} outcome
 * @property {string} reason
 * @property {number} place
 * @property {number} ranked
 * @property {string} score
 * @property {string} winner_name
 * @property {string} winner_score
 * @property {{text: string, weight: number, mean: string | null}[]} criteria
 * @property {string} issued_at
 *
 * @typedef {object} Objection
 * @property {string} id
 * @property {string} text
 * @property {string} state
 * @property {string} filed_at
 * @property {string | null} answer
 * @property {string | null} answered_at
 *
 * @typedef {object} Result
 * @property {boolean} may_object
 * @property {string | null} objections_until
 * @property {Objection[]} objections
 * @property {Letter[]} letters
 *
 * @typedef {object} Notice the award as everybody sees it
 * @property {{provider_name: string, score: string, state: string}[]} awards
 * @property {{provider_name: string, place: number, score: string}[]} ranking
 */

/** @param {NonNullable<import("./mine.js").Entry["presentation"]>} presentation */
export const presentationCard = ({ starts_at, ends_at, place }) =>
  h(
    "section",
    { class: "card stack", "data-testid": "presentation" },
    h("h2", null, t("provider.presentation")),
    factList([
      [t("provider.when"), t("provider.from_to", { from: shown(starts_at), to: shown(ends_at, "time") })],
      [t("provider.where"), place],
    ]),
  );

/**
 * @param {Context} context
 * @param {object} parts
 * @param {Result} parts.result
 * @param {Notice} parts.notice
 * @param {string} parts.tender
 * @param {() => void} parts.again
 * @returns {(HTMLElement | null | false)[]}
 */
export const judgedParts = (context, { result, notice, tender, again }) => [
  ...result.letters.map(letterCard),
  noticeCard(notice),
  result.objections.length > 0 && objectionsCard(result.objections),
  result.may_object && objecting(context, result, tender, again),
];

/** @param {Letter} letter */
const letterCard = (letter) =>
  h(
    "section",
    { class: "card stack", "data-testid": "letter", "data-outcome": letter.outcome },
    h("h2", null, t(`provider.letter_${letter.outcome}`)),
    h("p", null, t(`provider.reason_${letter.reason}`)),
    factList([
      [t("provider.place"), t("provider.place_of", { place: letter.place, ranked: letter.ranked })],
      [t("provider.score"), String(Number(letter.score))],
      [t("provider.winner"), letter.winner_name],
      [t("provider.winner_score"), String(Number(letter.winner_score))],
      [t("provider.issued_at"), shown(letter.issued_at, "exact")],
    ]),
    h("h3", null, t("provider.by_criterion")),
    h("p", { class: "muted" }, t("provider.by_criterion_text")),
    factList(
      letter.criteria.map(({ text, weight, mean }) => [
        mean === null ? t("provider.none_yet") : String(Number(mean)),
        t("provider.criterion", { text, weight }),
      ]),
    ),
  );

/** @param {Notice} notice */
const noticeCard = ({ awards, ranking }) =>
  h(
    "section",
    { class: "card stack", "data-testid": "notice" },
    h("h2", null, t("provider.notice")),
    ...awards.map(({ provider_name, score, state }) =>
      h(
        "p",
        null,
        t("provider.proposed", { name: provider_name, score: Number(score) }),
        " ",
        h("span", { class: "muted" }, t(`provider.award_${state}`)),
      ),
    ),
    ranking.length > 0 &&
      factList(
        ranking.map(({ place, provider_name, score }) => [
          t("provider.rank", { place }),
          t("provider.ranked", { name: provider_name, score: Number(score) }),
        ]),
      ),
  );

/** @param {Objection[]} objections */
const objectionsCard = (objections) =>
  h(
    "section",
    { class: "card stack" },
    h("h2", null, t("provider.my_objections")),
    ...objections.map(({ text, state, filed_at, answer, answered_at }) =>
      h(
        "article",
        { class: "stack", "data-testid": "objection", "data-state": state },
        h("p", { class: "muted" }, t("provider.filed_at", { when: shown(filed_at) })),
        h("p", { class: "lines wrap" }, text),
        answer === null
          ? h("p", { class: "note note--warn" }, icon("wait"), t(`provider.objection_${state}`))
          : [
              h("p", { class: "muted" }, t("provider.answered_at", { when: shown(answered_at || "") })),
              h("p", null, t(`provider.objection_${state}`)),
              h("p", { class: "note note--info lines wrap", "data-testid": "objection-answer" }, answer),
            ],
      ),
    ),
  );

/** @param {Context} context @param {Result} result @param {string} tender @param {() => void} again */
const objecting = (context, { objections_until }, tender, again) =>
  h(
    "section",
    { class: "card stack" },
    h("h2", null, t("provider.object")),
    h("p", { class: "muted" }, t("provider.object_text")),
    deadline(context, {
      label: t("provider.object_left"),
      until: objections_until || "",
      over: t("provider.object_over"),
    }),
    form({
      fields: [
        field(
          t("provider.object_why"),
          h("textarea", { name: "text", rows: 6, maxlength: 5000, required: true, "data-testid": "objection-text" }),
          t("provider.object_hint"),
        ),
      ],
      action: t("provider.object"),
      testid: "object",
      submit: async (values) => {
        await context.api.post(`/v1/calls/${tender}/objections`, { text: String(values.get("text")) });
        context.toast.show(t("provider.objected"), { kind: "good" });
        again();
      },
    }),
  );
