import { field } from "../../components/uh-field.js";
import { h, text } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";

/**
 * @typedef {{account_id: string, name: string, role: string, employer: string, union: string}} Person
 * @typedef {{element: HTMLElement, read: () => Person}} Row
 */

const MOST = 200;

/**
 * One fieldset for each seat of a panel, of a role that is fixed.
 * @param {Record<string, number>} seats how many of each role
 * @param {Person[]} before who is proposed, by role
 * @returns {{element: HTMLElement, read: () => Person[]}}
 */
export function seatRows(seats, before) {
  const left = [...before];
  const rows = Object.entries(seats).flatMap(([role, count]) =>
    Array.from({ length: count }, (_, at) => {
      const found = left.findIndex((person) => person.role === role);
      const person = found < 0 ? {} : left.splice(found, 1)[0];
      return personRow({ ...person, role }, t("seats.seat", { role: t(`batch.seat_${role}`), n: at + 1 }), "member");
    }),
  );
  return {
    element: h("div", { class: "stack" }, ...rows.map(({ element }) => element)),
    read: () => rows.map(({ read }) => read()),
  };
}

/**
 * Candidates for a lot: as many as are wanted, each for a role.
 * @param {string[]} roles
 * @returns {{element: HTMLElement, read: () => Person[]}}
 */
export function candidateRows(roles) {
  /** @type {Row[]} */
  let rows = [];
  const place = h("div", { class: "stack" });
  const count = h("p", { role: "status" });
  const more = h(
    "button",
    { type: "button", class: "button", "data-testid": "add-candidate", onclick: () => add()?.focus() },
    t("seats.add_candidate"),
  );
  const tell = () => {
    text(count, t("seats.candidates_n", { n: rows.length }));
    more.disabled = rows.length >= MOST;
  };

  /** @param {string} [role] @returns {HTMLElement | null} the first control of the new row */
  function add(role = roles[0]) {
    const chosen = h(
      "select",
      { "data-testid": "candidate-role" },
      ...roles.map((name) => h("option", { value: name, selected: name === role }, t(`batch.seat_${name}`))),
    );
    const row = personRow({ role }, t("seats.candidate"), "candidate", chosen);
    const drop = () => {
      rows = rows.filter((each) => each !== row);
      row.element.remove();
      tell();
      more.focus();
    };
    row.element.append(
      h("div", { class: "row" }, h("button", { type: "button", class: "button", onclick: drop }, t("seats.drop"))),
    );
    rows.push(row);
    place.append(row.element);
    tell();
    return row.element.querySelector("select");
  }
  for (const role of roles) add(role);
  return {
    element: h("div", { class: "stack" }, place, h("div", { class: "row row--between" }, more, count)),
    read: () => rows.map(({ read }) => read()),
  };
}

/**
 * @param {Partial<Person>} person
 * @param {string} legend
 * @param {string} testid
 * @param {HTMLSelectElement} [chosen] where the role is not fixed
 * @returns {Row}
 */
function personRow(person, legend, testid, chosen) {
  /** @param {"account_id" | "name" | "employer" | "union"} key @param {number} maxlength @param {boolean} required */
  const input = (key, maxlength, required) =>
    h("input", { maxlength, required, value: person[key] || "", autocomplete: "off", "data-testid": `${testid}-${key}` });
  const inputs = {
    account_id: input("account_id", 64, true),
    name: input("name", 60, true),
    employer: input("employer", 120, false),
    union: input("union", 120, false),
  };
  const element = h(
    "fieldset",
    { class: "question stack", "data-testid": testid },
    h("legend", { class: "field__label" }, legend),
    h(
      "div",
      { class: "people" },
      chosen && field(t("seats.role"), chosen),
      ...Object.entries(inputs).map(([key, control]) => field(t(`seats.${key}`), control)),
    ),
  );
  const read = () => ({
    account_id: inputs.account_id.value.trim(),
    name: inputs.name.value.trim(),
    role: chosen ? chosen.value : person.role || "",
    employer: inputs.employer.value.trim(),
    union: inputs.union.value.trim(),
  });
  return { element, read };
}
