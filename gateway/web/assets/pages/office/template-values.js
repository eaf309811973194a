import { field } from "../../components/uh-field.js";
import { h } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { toInstant } from "../../lib/time.js";

/** @typedef {{name: string, kind: string, most: number}} Variable */

/** What a browser asks for, by the kind of a variable. @type {Record<string, string>} */
const TYPES = { text: "text", number: "text", day: "date", moment: "datetime-local", clock: "datetime-local" };
const BEFORE = "value-";

/**
 * Fields for the values of a template's variables.
 * @param {Variable[]} variables
 * @returns {HTMLElement[]}
 */
export const valueFields = (variables) =>
  variables.map(({ name, kind, most }) =>
    field(
      name,
      h("input", {
        name: BEFORE + name,
        type: TYPES[kind],
        required: true,
        maxlength: kind === "text" ? most : kind === "number" ? 10 : null,
        inputmode: kind === "number" ? "numeric" : null,
        pattern: kind === "number" ? "[0-9]+" : null,
        "data-testid": BEFORE + name,
      }),
      t(`template.kind_${kind}`),
    ),
  );

/**
 * What was filled in, as the contract has it.
 * @param {FormData} filled
 * @param {Variable[]} variables
 * @returns {Record<string, string>}
 */
export const readValues = (filled, variables) =>
  Object.fromEntries(
    variables
      .filter(({ name }) => filled.has(BEFORE + name))
      .map(({ name, kind }) => {
        const value = String(filled.get(BEFORE + name)).trim();
        return [name, TYPES[kind] === "datetime-local" && value ? toInstant(value) : value];
      }),
  );
