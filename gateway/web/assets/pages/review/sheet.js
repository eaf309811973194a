import { form } from "../../components/form.js";
import { actButton } from "../../components/loaded.js";
import { ask } from "../../components/uh-dialog.js";
import { field } from "../../components/uh-field.js";
import { h } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";

/**
 * @typedef {{criterion: string, mark: number | null}} Mark
 *
 * @typedef {object} Sheet
 * @property {string} reviewer_id
 * @property {Mark[]} marks
 * @property {string} comment
 * @property {string} state
 * @property {string | null} total
 */

/**
 * The reviewer's own marks: kept with gaps, handed in whole and once.
 * @param {import("../staff/page.js").StaffPage} page
 * @param {import("./file.js").File} file
 * @param {() => void} again
 */
export function sheetForm({ api, toast }, { application_id, criteria, sheet }, again) {
  const path = `/v1/reviews/${application_id}`;
  const rows = criteria.map((criterion) => criterionRow(criterion, sheet.marks));
  const comment = h("textarea", { name: "comment", maxlength: 5000, "data-testid": "comment" });
  comment.value = sheet.comment;
  const keep = () => {
    const marks = rows.flatMap(({ read }) => read());
    return api.post(`${path}/draft`, { marks, comment: comment.value });
  };
  const box = form({
    fields: [...rows.map(({ element }) => element), field(t("review.comment"), comment)],
    action: t("review.hand_in"),
    testid: "hand-in",
    submit: async () => {
      const sure = await ask({
        heading: t("review.hand_in"),
        content: [h("p", null, t("review.final"))],
        action: t("review.hand_in"),
      });
      if (!sure) return;
      await keep();
      await api.post(`${path}/scores`, {});
      toast.show(t("review.handed_in"), { kind: "good" });
      again();
    },
  });
  const save = actButton({
    label: t("review.save"),
    testid: "save",
    toast,
    act: async () => {
      await keep();
      toast.show(t("review.saved"), { kind: "good" });
    },
  });
  return [
    h("h3", null, t("review.marks")),
    h("p", { class: "muted" }, t("review.mark_hint")),
    box,
    save,
  ];
}

/**
 * A number from 0 to 100, or that the criterion does not apply.
 * @param {{code: string, text: string, weight: number}} criterion
 * @param {Mark[]} marks
 */
function criterionRow({ code, text, weight }, marks) {
  const given = marks.find(({ criterion }) => criterion === code);
  const mark = h("input", {
    type: "number",
    min: 0,
    max: 100,
    step: 1,
    required: true,
    inputmode: "numeric",
    name: code,
    "data-testid": `mark-${code}`,
  });
  const none = h("input", {
    type: "checkbox",
    "data-testid": `none-${code}`,
    onchange: () => (mark.disabled = none.checked),
  });
  none.checked = mark.disabled = !!given && given.mark === null;
  mark.value = given && given.mark !== null ? String(given.mark) : "";
  /** @returns {Mark[]} */
  const read = () => {
    if (none.checked) return [{ criterion: code, mark: null }];
    return mark.value === "" ? [] : [{ criterion: code, mark: Number(mark.value) }];
  };
  const element = h(
    "div",
    { class: "stack" },
    field(t("review.criterion", { text, weight }), mark),
    h("label", { class: "choice" }, none, t("review.not_applicable")),
  );
  return { element, read };
}

/**
 * All sheets that count, once the own one is in.
 * @param {import("../../lib/api.js").Api} api
 * @param {import("./file.js").File} file
 */
export async function othersList(api, { application_id, criteria, sheet }) {
  const { items } = await api.get(`/v1/reviews/${application_id}/scores`);
  const names = new Map(criteria.map(({ code, text }) => [code, text]));
  /** @param {Mark} mark */
  const told = ({ criterion, mark }) =>
    `${names.get(criterion) || criterion}: ${mark === null ? t("review.not_applicable") : mark}`;
  /** @param {Sheet} each @param {number} at */
  const row = (each, at) =>
    h(
      "li",
      { class: "stack", "data-testid": "sheet" },
      h(
        "strong",
        null,
        each.reviewer_id === sheet.reviewer_id ? t("review.own") : t("review.other", { n: at + 1 }),
        ` · ${t("review.total", { total: each.total || "" })}`,
      ),
      h("span", null, each.marks.map(told).join(" · ")),
      each.comment && h("p", { class: "lines" }, each.comment),
    );
  return [h("h3", null, t("review.sheets")), h("ul", { class: "stack" }, items.map(row))];
}
