import { field } from "../../components/uh-field.js";
import { h } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { Listing } from "../../lib/listing.js";

/** @typedef {{element: HTMLElement, read: () => object}} Editor */

const KINDS = ["single", "multiple", "ranked", "scale", "text"];
const MOST_OPTIONS = 200;

/**
 * One question of a survey that is being drawn up.
 * @param {import("../../lib/api.js").Api} api
 * @param {number} number for its test id
 * @param {() => void} remove
 * @returns {Editor}
 */
export function questionEditor(api, number, remove) {
  /** Options that stand for a need, by their line. @type {Map<string, string>} */
  const needs = new Map();
  const kind = h(
    "select",
    { "data-testid": `kind-${number}`, onchange: fit },
    ...KINDS.map((code) => h("option", { value: code }, t(`demand.kind_${code}`))),
  );
  const text = h("input", { maxlength: 500, required: true, "data-testid": `text-${number}` });
  const options = h("textarea", { rows: 5, "data-testid": `options-${number}` });
  const least = h("input", { type: "number", min: 0, max: 200, value: 1 });
  const most = h("input", { type: "number", min: 1, max: 200, value: 3, "data-testid": `most-${number}` });
  const required = h("input", { type: "checkbox" });
  const accepted = h(
    "button",
    { type: "button", class: "button", "data-testid": `from-needs-${number}`, onclick: takeNeeds },
    t("demand.from_needs"),
  );
  const choices = h("div", { class: "stack" }, field(t("demand.options"), options, t("demand.options_hint")), accepted);
  const bounds = h("div", { class: "row" }, field(t("demand.least"), least), field(t("demand.most"), most));

  /** Needs that were taken on become options, a line each. */
  async function takeNeeds() {
    accepted.disabled = true;
    try {
      const listing = /** @type {Listing<any>} */ (new Listing(api, "/v1/needs?limit=100&state=accepted"));
      await listing.load();
      while (listing.next && listing.items.length < MOST_OPTIONS) await listing.more();
      for (const need of listing.items.slice(0, MOST_OPTIONS)) needs.set(`${need.title}（${need.code}）`, need.id);
      options.value = [...lines(), ...needs.keys()].filter((line, at, all) => all.indexOf(line) === at).join("\n");
    } finally {
      accepted.disabled = false;
    }
  }

  const lines = () => options.value.split("\n").map((line) => line.trim()).filter(Boolean);

  function fit() {
    choices.hidden = kind.value === "scale" || kind.value === "text";
    bounds.hidden = kind.value === "single" || kind.value === "text";
    if (kind.value === "scale") most.value = "5";
  }
  fit();
  const element = h(
    "fieldset",
    { class: "question stack" },
    h("legend", { class: "field__label" }, t("demand.question")),
    field(t("demand.question_kind"), kind),
    field(t("demand.question_text"), text),
    choices,
    bounds,
    h("label", { class: "choice" }, required, t("voice.required")),
    h("div", { class: "row" }, h("button", { type: "button", class: "button", onclick: remove }, t("demand.remove_question"))),
  );
  const read = () => ({
    kind: kind.value,
    text: text.value,
    required: required.checked,
    ...(!choices.hidden && {
      options: lines().map((line, at) => ({ code: `o${at + 1}`, text: line, need_id: needs.get(line) || "" })),
    }),
    ...(!bounds.hidden && { least: Number(least.value), most: Number(most.value) }),
  });
  return { element, read };
}
