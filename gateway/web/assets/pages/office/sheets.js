import "../../components/uh-empty.js";
import { actButton, loadedView } from "../../components/loaded.js";
import { surveyForm } from "../../components/survey-form.js";
import { field } from "../../components/uh-field.js";
import { download } from "../../lib/download.js";
import { h, icon } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { Listing } from "../../lib/listing.js";
import { backTo } from "./survey.js";
import { tableUpload } from "./table-upload.js";

/**
 * @typedef {import("../../components/survey-form.js").Survey} Survey
 * @typedef {import("../../components/survey-form.js").Filled} Filled
 *
 * @typedef {object} Sheet
 * @property {string} id
 * @property {string} sheet_no
 * @property {string} state
 * @property {string[]} differences
 * @property {string} reason
 */

const STATES = ["differing", "entered", "ready", "counted", "duplicate", "refused"];

/**
 * Paper sheets: enter (each by two clerks), see what differs, settle it; tables by the batch.
 * @param {import("../staff/page.js").StaffPage} page
 * @param {string} id of the survey
 */
export function sheetsView(page, id) {
  const sheetId = location.hash.split("/")[4];
  return loadedView(t("demand.sheets"), async () => {
    /** @type {Survey} */
    const survey = await page.api.get(`/v1/surveys/${id}`);
    if (sheetId) return settling(page, survey, sheetId);
    const listed = sheetList(page, survey);
    return [backTo(id), h("h2", null, survey.title), entering(page, survey, listed.load), batches(page, survey, listed.load), listed.element];
  });
}

/** @param {string} name @param {object} more */
const digits = (name, more) =>
  h("input", { name, required: true, autocomplete: "off", "data-testid": name, ...more });

/** @param {string} [value] */
const cardField = (value = "") =>
  field(
    t("demand.card_no"),
    digits("card_no", { inputmode: "numeric", minlength: 16, maxlength: 16, pattern: "[0-9]{16}", value }),
  );

/** @param {import("../staff/page.js").StaffPage} page @param {Survey} survey @param {() => void} again */
function entering({ api, toast }, survey, again) {
  const place = h("details", { class: "card stack", "data-testid": "enter-sheet" });
  const fresh = () => {
    const form = surveyForm({
      survey,
      before: [
        h("p", { class: "muted" }, t("demand.twice_text")),
        field(t("demand.sheet_no"), digits("sheet_no", { maxlength: 20 })),
        cardField(),
      ],
      action: t("demand.enter"),
      testid: "enter",
      submit: async (filled, values) => {
        /** @type {Sheet} */
        const sheet = await api.post(`/v1/surveys/${survey.id}/sheets`, {
          ...filled,
          sheet_no: String(values.get("sheet_no")),
          card_no: String(values.get("card_no")),
        });
        const kind = sheet.state === "differing" ? "warn" : "good";
        toast.show(t(`sheet.told_${sheet.state}`, { no: sheet.sheet_no }), { kind });
        fresh();
        again();
        /** @type {HTMLElement} */ (place.querySelector("input")).focus();
      },
    });
    place.replaceChildren(h("summary", null, t("demand.enter_sheet")), form);
  };
  fresh();
  return place;
}

/** @param {import("../staff/page.js").StaffPage} page @param {Survey} survey @param {() => void} again */
const batches = ({ api, toast }, survey, again) =>
  h(
    "details",
    { class: "card stack", "data-testid": "batches" },
    h("summary", null, t("demand.batches")),
    h("p", { class: "muted" }, t("demand.batches_text")),
    h(
      "div",
      { class: "row" },
      actButton({
        label: t("demand.template"),
        testid: "template",
        toast,
        act: () => download(api, `/v1/surveys/${survey.id}/sheets/table.xlsx`),
      }),
    ),
    tableUpload(api, toast, survey.id, again),
  );

/** @param {import("../staff/page.js").StaffPage} page @param {Survey} survey */
function sheetList({ api, toast }, survey) {
  const rows = h("tbody");
  const filter = h(
    "select",
    { "data-testid": "sheet-filter", onchange: () => load() },
    h("option", { value: "" }, t("demand.all_states")),
    ...STATES.map((state) => h("option", { value: state }, t(`sheet.${state}`))),
  );
  const more = actButton({ label: t("action.more"), testid: "more-sheets", toast, act: () => listing.more() });
  /** @type {Listing<Sheet>} */
  let listing = new Listing(api, "");
  async function load() {
    const query = filter.value ? `&state=${filter.value}` : "";
    listing = new Listing(api, `/v1/surveys/${survey.id}/sheets?limit=50${query}`);
    listing.on("change", show);
    await listing.load().catch((problem) => toast.show(problem.text, { kind: "bad" }));
  }
  function show() {
    more.hidden = !listing.next;
    rows.replaceChildren(...listing.items.map(row));
    if (!listing.items.length) {
      rows.append(h("tr", null, h("td", { colspan: 4, class: "muted" }, t("demand.no_sheets"))));
    }
  }
  /** @param {Sheet} sheet */
  const row = (sheet) =>
    h(
      "tr",
      { "data-testid": "sheet", "data-state": sheet.state },
      h("td", { class: "code" }, sheet.sheet_no),
      h("td", null, h("span", { class: "badge badge--before" }, t(`sheet.${sheet.state}`))),
      h("td", null, sheet.state === "differing" ? differences(sheet, survey) : sheet.reason),
      h(
        "td",
        null,
        sheet.state === "differing" &&
          h(
            "a",
            { class: "button", href: `#/surveys/${survey.id}/sheets/${sheet.id}`, "data-testid": "settle" },
            t("demand.settle"),
          ),
      ),
    );
  const head = ["sheet_no", "sheet_state", "sheet_about", "settle"].map((name) =>
    h("th", { scope: "col" }, t(`demand.${name}`)),
  );
  load();
  const element = h(
    "section",
    { class: "stack" },
    h("h2", null, t("demand.sheet_list")),
    field(t("demand.filter"), filter),
    h(
      "div",
      { class: "scroll card", tabindex: "0", role: "region", "aria-label": t("demand.sheet_list") },
      h("table", null, h("thead", null, h("tr", null, ...head)), rows),
    ),
    more,
  );
  return { element, load };
}

/** @param {Sheet} sheet @param {Survey} survey */
function differences({ differences: names }, survey) {
  const known = { card_no: t("demand.card_no"), age_band: t("voice.age_band"), audience: t("voice.audience_label") };
  return names
    .map((name) => {
      const at = survey.questions.findIndex(({ code }) => code === name);
      return at < 0 ? known[/** @type {keyof typeof known} */ (name)] : t("demand.question_no", { n: at + 1 });
    })
    .join(" · ");
}

/** @param {import("../staff/page.js").StaffPage} page @param {Survey} survey @param {string} sheetId @returns {Promise<HTMLElement[]>} */
async function settling({ api, toast }, survey, sheetId) {
  /** @type {{sheet: Sheet, entries: (Filled & {card_no: string})[]}} */
  const { sheet, entries } = await api.get(`/v1/sheets/${sheetId}`);
  const [first, second] = entries;
  const back = h("a", { class: "back", href: `#/surveys/${survey.id}/sheets` }, icon("back"), t("demand.sheets"));
  const reason = h("input", { name: "reason", required: true, maxlength: 500, "data-testid": "reason" });
  const form = surveyForm({
    survey,
    given: first,
    before: [cardField(first.card_no)],
    after: [field(t("demand.settle_reason"), reason)],
    action: t("demand.settle"),
    testid: "settle-sheet",
    submit: async (filled, values) => {
      await api.post(`/v1/sheets/${sheetId}/settlement`, {
        ...filled,
        card_no: String(values.get("card_no")),
        reason: String(values.get("reason")),
      });
      toast.show(t("demand.settled", { no: sheet.sheet_no }), { kind: "good" });
      location.hash = `#/surveys/${survey.id}/sheets`;
    },
  });
  const rows = compared(survey, first, second, sheet.differences);
  const head = ["field", "first_entry", "second_entry"].map((name) => h("th", { scope: "col" }, t(`demand.${name}`)));
  return [
    back,
    h("h2", null, t("demand.settle_heading", { no: sheet.sheet_no })),
    h(
      "div",
      { class: "scroll card", tabindex: "0", role: "region", "aria-label": t("demand.differences") },
      h("table", null, h("thead", null, h("tr", null, ...head)), h("tbody", null, ...rows)),
    ),
    h("p", { class: "muted" }, t("demand.settle_text")),
    h("div", { class: "card" }, form),
  ];
}

/** @param {Survey} survey @param {Filled & {card_no: string}} first @param {Filled & {card_no: string}} second @param {string[]} names */
function compared(survey, first, second, names) {
  /** @param {Filled & {card_no: string}} entry @param {string} name */
  const said = (entry, name) => {
    const question = survey.questions.find(({ code }) => code === name);
    if (!question) return /** @type {any} */ (entry)[name] || "–";
    const answer = entry.answers.find((each) => each.question === name);
    if (!answer) return "–";
    const words = (answer.options || []).map((code) => (question.options.find((option) => option.code === code) || { text: code }).text);
    return answer.text || (words.length ? words.join(" → ") : String(answer.number));
  };
  return names.map((name) =>
    h(
      "tr",
      { "data-testid": "difference" },
      h("th", { scope: "row" }, differences({ id: "", sheet_no: "", state: "", reason: "", differences: [name] }, survey)),
      h("td", null, said(first, name)),
      h("td", null, said(second, name)),
    ),
  );
}
