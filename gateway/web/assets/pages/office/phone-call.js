import { form } from "../../components/form.js";
import { actButton, loadedView } from "../../components/loaded.js";
import { field } from "../../components/uh-field.js";
import { h, icon } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { shown } from "../../lib/time.js";
import { phones, standing } from "./phoning.js";

/**
 * @typedef {import("../staff/page.js").StaffPage} StaffPage
 * @typedef {import("./phoning.js").Entry} Entry
 * @typedef {{at: string, what: string, by: string, note: string}} Note
 */

const OUTCOMES = ["reached", "no_answer", "wrong_number", "not_needed"];

/**
 * Somebody to phone: what about and why, the number for who phones, and what came of it.
 * @param {StaffPage} page
 * @param {string} id
 */
export function phoneCallView(page, id) {
  const place = `/v1/call-list/${encodeURIComponent(id)}`;
  return loadedView(t("phoning.call"), async (again) => {
    /** @type {{entry: Entry, notes: Note[]}} */
    const { entry, notes } = await page.api.get(place);
    return [
      h("a", { class: "back", href: "#/phoning" }, icon("back"), t("phoning.heading")),
      facts(entry),
      ...(phones(page) && !entry.closed_at ? [number(page, place), outcome(page, place, again)] : []),
      h("h2", null, t("phoning.notes")),
      h(
        "div",
        { class: "card" },
        notes.length
          ? h("ol", { class: "history" }, ...notes.map(note))
          : h("p", { class: "muted" }, t("phoning.no_notes")),
      ),
    ];
  });
}

/** @param {Entry} entry */
function facts(entry) {
  const rows = [
    [t("phoning.kind"), t(`phoning.kind_${entry.kind}`)],
    [t("phoning.reason"), t(`phoning.reason_${entry.reason}`)],
    [t("phoning.happened"), shown(entry.happened_at)],
    [t("phoning.standing"), standing(entry)],
    [t("phoning.member"), h("a", { class: "code", href: "#/messages" }, entry.member_id)],
  ];
  return h(
    "article",
    { class: "card stack" },
    h("h2", { class: "wrap" }, entry.title),
    h(
      "dl",
      { class: "facts" },
      ...rows.flatMap(([name, is]) => [h("dt", null, name), h("dd", { class: "wrap" }, is)]),
    ),
  );
}

/** The number is asked for when somebody phones, and that is noted. @param {StaffPage} page @param {string} place */
function number({ api, toast }, place) {
  const result = h("p", { class: "code--big", role: "status", "data-testid": "number" });
  const show = actButton({
    label: t("phoning.show_number"),
    testid: "show-number",
    toast,
    primary: true,
    act: async () => {
      const { name, number } = await api.post(`${place}/number`, {});
      const call = number && h("a", { href: `tel:${number}` }, number);
      result.replaceChildren(name, " ", call || t("phoning.no_number_known"));
    },
  });
  return h(
    "section",
    { class: "card stack" },
    h("p", { class: "field__hint" }, t("phoning.number_hint")),
    h("div", { class: "row" }, show),
    result,
  );
}

/** @param {StaffPage} page @param {string} place @param {() => void} again */
const outcome = ({ api, toast }, place, again) =>
  h(
    "section",
    { class: "card stack" },
    h("h2", null, t("phoning.came_of_it")),
    form({
      fields: [
        field(
          t("phoning.outcome"),
          h(
            "select",
            { name: "outcome", "data-testid": "outcome" },
            ...OUTCOMES.map((code) => h("option", { value: code }, t(`phoning.outcome_${code}`))),
          ),
        ),
        field(
          t("phoning.note"),
          h("input", { name: "note", maxlength: 200, "data-testid": "note" }),
          t("phoning.note_hint"),
        ),
      ],
      action: t("phoning.tick_off"),
      testid: "tick-off",
      submit: async (values) => {
        await api.post(`${place}/outcomes`, {
          outcome: String(values.get("outcome")),
          note: String(values.get("note")),
        });
        toast.show(t("phoning.ticked_off"), { kind: "good" });
        again();
      },
    }),
  );

/** @param {Note} note */
const note = ({ at, what, by, note: words }) =>
  h(
    "li",
    { "data-testid": "call-note" },
    h("time", { class: "muted number", datetime: at }, shown(at, "exact")),
    " ",
    h("strong", null, t(`phoning.outcome_${what}`)),
    " ",
    h("span", { class: "wrap" }, [words, by].filter(Boolean).join(" · ")),
  );
