import { actButton, loadedView } from "../../components/loaded.js";
import { ask } from "../../components/uh-dialog.js";
import { field } from "../../components/uh-field.js";
import { h, icon } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { shown } from "../../lib/time.js";

/**
 * @typedef {import("./needs.js").Need} Need
 *
 * @typedef {object} Story
 * @property {Need & {evidence: string, wanted_time: string, wanted_place: string, union: string}} need
 * @property {number} supporters
 * @property {Need} became
 * @property {{code: string, title: string, awards: {provider_name: string}[]} | null} project
 * @property {Need[]} merged
 * @property {{step: string, state: string, reason: string, taken_at: string}[]} steps
 */

/**
 * One need: what it says, what happened, what it stands for, and what the federation can do.
 * @param {import("../staff/page.js").StaffPage} page
 * @param {string} id
 */
export function needView(page, id) {
  const federal = (page.me ? page.me.roles : []).some(({ role }) => role === "federation");
  return loadedView(t("demand.need"), async (again) => {
    /** @type {Story} */
    const story = await page.api.get(`/v1/needs/${id}`);
    const { need, merged } = story;
    const parts = [back(), facts(story)];
    if (federal && need.state === "submitted") parts.push(deciding(page, need, again));
    if (federal && need.state === "merged") parts.push(undoing(page, need, again));
    if (merged.length) parts.push(standsFor(page, merged, federal, again));
    if (federal && need.state === "accepted") parts.push(await merging(page, need, again));
    return [...parts, history(story)];
  });
}

const back = () => h("a", { class: "back", href: "#/needs" }, icon("back"), t("needs.heading"));

/** @param {Need} need */
const link = (need) => h("a", { href: `#/needs/${need.id}` }, `${need.code} ${need.title}`);

/** @param {Story} story */
function facts({ need, supporters, became, project }) {
  const rows = [
    [t("voice.class"), t(`voice.${need.need_class}`)],
    [t("demand.union"), need.union],
    [t("needs.audience"), need.audience],
    [t("needs.people"), String(need.people)],
    [t("demand.supporters"), h("span", { "data-testid": "supporters" }, String(supporters))],
    [t("demand.evidence"), h("span", { class: "lines" }, need.evidence || "–")],
    [t("demand.time"), need.wanted_time || "–"],
    [t("demand.place"), need.wanted_place || "–"],
    became.id !== need.id && [t("demand.became"), link(became)],
    became.id !== need.id && [t("demand.became_state"), t(`need.${became.state}`)],
    project && [t("demand.project"), `${project.code} ${project.title}`],
    project && project.awards.length > 0 && [
      t("demand.awarded_to"),
      project.awards.map(({ provider_name }) => provider_name).join("、"),
    ],
  ].filter(Boolean);
  return h(
    "article",
    { class: "card stack" },
    h(
      "div",
      { class: "row row--between" },
      h("span", { class: "code" }, need.code),
      h("span", { class: "badge badge--before", "data-testid": "need-state" }, t(`need.${need.state}`)),
    ),
    h("h2", null, need.title),
    h(
      "dl",
      { class: "facts" },
      ...rows.flatMap((row) => row && [h("dt", null, row[0]), h("dd", null, row[1])]),
    ),
  );
}

/** @param {Story} story */
const history = ({ steps }) =>
  h(
    "section",
    { class: "stack" },
    h("h2", null, t("demand.history")),
    h(
      "ol",
      { class: "history", "data-testid": "steps" },
      ...steps.map(({ state, reason, taken_at }) =>
        h("li", null, `${shown(taken_at)} · ${t(`need.${state}`)}${reason ? ` · ${reason}` : ""}`),
      ),
    ),
  );

/** @param {import("../staff/page.js").StaffPage} page @param {Need} need @param {() => void} again */
function deciding({ api, toast }, need, again) {
  const reason = h("input", { name: "reason", maxlength: 500, "data-testid": "reason" });
  const place = field(t("demand.reason"), reason, t("demand.reason_hint"));
  /** @param {string} step @param {boolean} wanted */
  const take = async (step, wanted) => {
    if (wanted && !reason.value.trim()) {
      place.error = t("form.missing");
      return;
    }
    await api.post(`/v1/needs/${need.id}/${step}`, { reason: reason.value.trim() });
    again();
  };
  return h(
    "section",
    { class: "card stack" },
    h("h2", null, t("demand.decide")),
    place,
    h(
      "div",
      { class: "row" },
      actButton({
        label: t("demand.accept"),
        testid: "accept",
        toast,
        primary: true,
        act: () => take("acceptance", false),
      }),
      actButton({
        label: t("demand.reject"),
        testid: "reject",
        toast,
        act: () => take("rejection", true),
      }),
    ),
  );
}

/** @param {import("../staff/page.js").StaffPage} page @param {Need} need @param {() => void} again */
const undoing = ({ api, toast }, need, again) =>
  h(
    "section",
    { class: "card stack" },
    h("p", null, t("demand.unmerge_text")),
    unmergeButton({ api, toast }, need, again),
  );

/** @param {{api: import("../../lib/api.js").Api, toast: import("../../components/uh-toast.js").Toast}} page @param {Need} need @param {() => void} again */
const unmergeButton = ({ api, toast }, need, again) =>
  actButton({
    label: t("demand.unmerge"),
    testid: "unmerge",
    toast,
    act: async () => {
      await api.post(`/v1/needs/${need.id}/unmerge`, {});
      again();
    },
  });

/** @param {import("../staff/page.js").StaffPage} page @param {Need[]} merged @param {boolean} federal @param {() => void} again */
const standsFor = (page, merged, federal, again) =>
  h(
    "section",
    { class: "card stack" },
    h("h2", null, t("demand.stands_for", { n: merged.length })),
    ...merged.map((need) =>
      h(
        "div",
        { class: "row row--between", "data-testid": "merged" },
        link(need),
        federal && unmergeButton(page, need, again),
      ),
    ),
  );

/** Others like it, to be merged into it. @param {import("../staff/page.js").StaffPage} page @param {Need} need @param {() => void} again */
async function merging({ api, toast }, need, again) {
  const about = new URLSearchParams({
    title: need.title,
    audience: need.audience,
    need_id: need.id,
    limit: "20",
  });
  const { items } = await api.get(`/v1/similar-needs?${about}`);
  const reason = h("input", { name: "reason", maxlength: 500 });
  const boxes = items.map((/** @type {{need: Need, likeness: number}} */ { need: other, likeness }) =>
    h(
      "label",
      { class: "tick", "data-testid": "similar" },
      h("input", { type: "checkbox", value: other.id, disabled: other.state !== "accepted" }),
      h(
        "span",
        null,
        `${other.code} ${other.title} · ${t("demand.likeness", { n: Math.round(likeness * 100) })} · ${t(`need.${other.state}`)}`,
      ),
    ),
  );
  const merge = async () => {
    const chosen = boxes
      .map((/** @type {HTMLElement} */ box) => box.querySelector("input"))
      .filter((/** @type {HTMLInputElement} */ box) => box.checked);
    if (!chosen.length) return toast.show(t("demand.merge_none"), { kind: "warn" });
    const sure = await ask({
      heading: t("demand.merge"),
      content: [h("p", null, t("demand.merge_sure", { n: chosen.length, title: need.title }))],
      action: t("demand.merge"),
    });
    if (!sure) return;
    await api.post(`/v1/needs/${need.id}/merges`, {
      need_ids: chosen.map((/** @type {HTMLInputElement} */ box) => box.value),
      reason: reason.value.trim(),
    });
    again();
  };
  return h(
    "section",
    { class: "card stack" },
    h("h2", null, t("demand.similar")),
    items.length === 0 && h("p", { class: "muted" }, t("demand.no_similar")),
    items.length > 0 && h("p", { class: "muted" }, t("demand.merge_text")),
    h("div", { class: "ticks" }, ...boxes),
    items.length > 0 && field(t("demand.reason_free"), reason),
    items.length > 0 &&
      h(
        "div",
        { class: "row" },
        actButton({ label: t("demand.merge"), testid: "merge", toast, primary: true, act: merge }),
      ),
  );
}
