import { field } from "../../components/uh-field.js";
import { h } from "../../lib/dom.js";
import { save } from "../../lib/download.js";
import { t } from "../../lib/i18n.js";

/** @typedef {import("./draft.js").Draft} Draft */

/**
 * A draft as a file, for a colleague or another device: it goes by no server.
 * @param {object} parts
 * @param {string} parts.name of the file
 * @param {() => Draft} parts.draft
 * @param {(draft: Draft) => void} parts.load
 */
export function handover({ name, draft, load }) {
  const control = h("input", {
    type: "file",
    accept: ".json",
    "data-testid": "load-draft",
    onchange: () => take(),
  });
  const place = field(t("provider.load_draft"), control, t("provider.load_draft_hint"));

  async function take() {
    const file = control.files && control.files[0];
    if (!file) return;
    const found = read(await file.text().catch(() => ""));
    control.value = "";
    if (found) load(found);
    else place.error = t("provider.no_draft");
  }
  const out = () => save(new Blob([JSON.stringify(draft())], { type: "application/json" }), name);
  return h(
    "details",
    null,
    h("summary", null, t("provider.handover")),
    h(
      "div",
      { class: "stack" },
      h(
        "div",
        { class: "row" },
        h("button", { type: "button", class: "button", "data-testid": "save-draft", onclick: out }, t("provider.save_draft")),
      ),
      place,
    ),
  );
}

/** @param {string} content @returns {Draft | null} nothing unless it is a draft through and through */
function read(content) {
  try {
    const { plan, team, budget, answers, documents } = JSON.parse(content);
    const draft = {
      plan: words(plan),
      team: team.map((/** @type {any} */ { name, role, qualification }) => ({
        name: words(name),
        role: words(role),
        qualification: words(qualification),
      })),
      budget: budget.map((/** @type {any} */ { item, yuan }) => ({ item: words(item), yuan: words(yuan) })),
      answers: Object.fromEntries(Object.entries(answers).map(([line, answer]) => [line, words(answer)])),
      documents: documents.map((/** @type {any} */ { id, name, size, sha256 }) => ({
        id: words(id),
        name: words(name),
        size: Number(size),
        sha256: words(sha256),
      })),
    };
    return { ...draft, saved_at: 0 };
  } catch {
    return null;
  }
}

/** @param {unknown} value @returns {string} */
function words(value) {
  if (typeof value !== "string") throw new TypeError("no text");
  return value;
}
