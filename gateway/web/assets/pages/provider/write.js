import { yuan } from "../../components/call.js";
import { form } from "../../components/form.js";
import { ask } from "../../components/uh-dialog.js";
import { field } from "../../components/uh-field.js";
import { h, text } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { Problem } from "../../lib/problem.js";
import { shown } from "../../lib/time.js";
import { documentsPart } from "./documents.js";
import { keepDraft, keepReceipt, recallDraft } from "./draft.js";
import { handover } from "./handover.js";
import { timely } from "./late.js";
import { rowsEditor } from "./rows.js";
import { linesOf, sealed, sumOf, written } from "./written.js";

/**
 * @typedef {import("../../components/page-frame.js").Context} Context
 * @typedef {import("../../components/call.js").Call} Call
 * @typedef {import("./draft.js").Draft} Draft
 */

const MOST_PEOPLE = 100;
const MOST_ITEMS = 200;

/**
 * The form of an application. Every change is kept in this browser at once.
 * @param {Context} context
 * @param {object} parts
 * @param {Call} parts.call
 * @param {string} parts.provider
 * @param {() => void} parts.done after it was handed in, or another draft was taken
 * @returns {HTMLElement}
 */
export function writeForm(context, { call, provider, done }) {
  const of = { provider, tender: call.id };
  const draft = recallDraft(of);
  const lines = linesOf(call.requirements);
  const kept = h("p", { class: "muted", "data-testid": "draft-state" });
  const sum = h("p", { class: "note note--info", role: "status", "data-testid": "sum" });

  const plan = h("textarea", { name: "plan", rows: 10, maxlength: 50000, required: true, "data-testid": "plan" }, draft.plan);
  const team = rowsEditor({
    name: "team",
    heading: t("provider.person"),
    columns: [
      { name: "name", label: t("provider.person_name"), more: { required: true, maxlength: 60 } },
      { name: "role", label: t("provider.person_role"), more: { required: true, maxlength: 60 } },
      { name: "qualification", label: t("provider.qualification"), more: { maxlength: 300 } },
    ],
    rows: draft.team,
    most: MOST_PEOPLE,
    labels: { add: t("provider.add_person"), remove: t("provider.remove_row") },
    changed: () => change(),
  });
  const amount = {
    required: true,
    inputmode: "decimal",
    pattern: "[0-9]{1,11}(\\.[0-9]{1,2})?",
    autocomplete: "off",
    class: "number",
  };
  const budget = rowsEditor({
    name: "budget",
    heading: t("provider.item"),
    columns: [
      { name: "item", label: t("provider.item_name"), more: { required: true, maxlength: 120 } },
      { name: "amount", label: t("provider.item_yuan"), more: amount },
    ],
    rows: draft.budget.map(({ item, yuan: typed }) => ({ item, amount: typed })),
    most: MOST_ITEMS,
    labels: { add: t("provider.add_item"), remove: t("provider.remove_row") },
    changed: () => change(),
  });
  const answers = lines.map((line, at) =>
    h(
      "textarea",
      { name: `answers.${at}.answer`, rows: 3, maxlength: 5000, required: true, "data-testid": "answer" },
      draft.answers[line] || "",
    ),
  );
  const documents = documentsPart(context, {
    documents: draft.documents,
    tender: call.id,
    open: call.state === "open",
    changed: () => change(),
  });

  function change() {
    draft.plan = plan.value;
    draft.team = /** @type {Draft["team"]} */ (team.read());
    draft.budget = budget.read().map(({ item, amount: typed }) => ({ item, yuan: typed }));
    draft.answers = Object.fromEntries(lines.map((line, at) => [line, answers[at].value]));
    draft.documents = documents.read();
    draft.saved_at = context.clock.now();
    keepDraft(of, draft);
    tell();
  }
  function tell() {
    const total = sumOf(draft.budget);
    const over = total > call.budget;
    sum.className = `note note--${over ? "bad" : "info"}`;
    text(sum, t(over ? "provider.sum_over" : "provider.sum", { sum: yuan(total), most: yuan(call.budget) }));
    text(kept, draft.saved_at ? t("provider.kept", { when: shown(draft.saved_at, "clock") }) : t("provider.kept_here"));
  }

  const box = form({
    fields: [
      part("provider.plan", [field(t("provider.plan_label"), plan, t("provider.plan_hint"))]),
      part("provider.team", [team.element]),
      part("provider.budget", [budget.element, sum]),
      part("provider.answers", lines.map((line, at) => field(`${at + 1}. ${line}`, answers[at]))),
      part("provider.documents", [documents.element]),
      kept,
      handover({
        name: t("provider.draft_file", { code: call.code }),
        draft: () => draft,
        load: (found) => {
          keepDraft(of, { ...found, saved_at: context.clock.now() });
          done();
        },
      }),
    ],
    action: t("provider.hand_in"),
    testid: "hand-in",
    submit: async () => {
      change();
      if (sumOf(draft.budget) > call.budget) throw new Problem({ status: 422, code: "over_budget" });
      if (!(await sure())) return;
      const parts = written(draft, lines);
      const told = { ...parts, document_ids: draft.documents.map(({ id }) => id) };
      const receipt = await timely(
        context.api.post(`/v1/calls/${call.id}/applications`, told, { timeout: 30000 }),
      );
      keepReceipt(of, { ...receipt, content: sealed(parts, draft.documents) });
      context.toast.show(t("provider.handed_in"), { kind: "good" });
      done();
    },
  });
  const sure = () =>
    ask({
      heading: t("provider.hand_in"),
      content: [
        h(
          "p",
          null,
          t("provider.hand_in_sure", {
            sum: yuan(sumOf(draft.budget)),
            n: draft.documents.length,
            when: shown(call.call_closes_at, "exact"),
          }),
        ),
      ],
      action: t("provider.hand_in"),
    });
  box.addEventListener("input", change);
  tell();
  return box;
}

/** @param {string} key @param {HTMLElement[]} inside */
const part = (key, inside) => h("section", { class: "question stack" }, h("h3", null, t(key)), ...inside);
