import { field } from "../../components/uh-field.js";
import { h } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";

/** @typedef {import("./template-values.js").Variable} Variable */

const KINDS = ["text", "number", "day", "moment", "clock"];
const MOST = 20;

/**
 * The variables of a template that is being written.
 * @param {Variable[]} before
 * @param {() => void} changed
 */
export function variableEditor(before, changed) {
  /** @type {ReturnType<typeof row>[]} */
  let rows = [];
  const list = h("div", { class: "stack" });
  const add = h(
    "button",
    { type: "button", class: "button", "data-testid": "add-variable" },
    t("template.add_variable"),
  );

  /** @param {Variable} variable */
  function put(variable) {
    const made = row(variable, rows.length + 1, () => {
      rows = rows.filter((each) => each !== made);
      made.element.remove();
      add.disabled = false;
      add.focus();
      changed();
    });
    rows.push(made);
    list.append(made.element);
    add.disabled = rows.length >= MOST;
    return made;
  }
  add.addEventListener("click", () => {
    put({ name: "", kind: "text", most: 20 }).name.focus();
    changed();
  });
  before.forEach(put);
  const element = h(
    "fieldset",
    { class: "stack" },
    h("legend", { class: "field__label" }, t("template.variables")),
    h("p", { class: "field__hint" }, t("template.variables_hint", { example: "{title}" })),
    list,
    h("div", { class: "row" }, add),
  );
  return {
    element,
    read: () => rows.map((each) => each.read()),
    /** @param {number} at */
    control: (at) => rows[at] && rows[at].name,
  };
}

/** @param {Variable} variable @param {number} number @param {() => void} remove */
function row(variable, number, remove) {
  const name = h("input", {
    maxlength: 30,
    autocomplete: "off",
    value: variable.name,
    "data-testid": `variable-${number}`,
  });
  const kind = h(
    "select",
    { "data-testid": `kind-${number}`, onchange: fit },
    ...KINDS.map((code) =>
      h("option", { value: code, selected: code === variable.kind }, t(`template.kind_${code}`)),
    ),
  );
  const most = h("input", { type: "number", min: 1, max: 100, value: variable.most });
  const longest = field(t("template.most"), most);
  function fit() {
    longest.hidden = kind.value !== "text";
  }
  fit();
  const element = h(
    "div",
    { class: "question stack", role: "group", "aria-label": t("template.variable_at", { n: number }) },
    field(t("template.variable"), name),
    field(t("template.kind"), kind),
    longest,
    h(
      "div",
      { class: "row" },
      h("button", { type: "button", class: "button", onclick: remove }, t("template.remove_variable")),
    ),
  );
  const read = () => ({
    name: name.value.trim(),
    kind: kind.value,
    ...(kind.value === "text" && { most: Number(most.value) || 20 }),
  });
  return { element, name, read };
}
