import { field } from "../../components/uh-field.js";
import { h, text } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";

/**
 * @typedef {{account_id: string, name: string, role: string, employer: string, union: string}} Person
 * @typedef {{id: string, username: string, name: string}} Account of a reviewer
 * @typedef {{element: HTMLElement, read: () => Person}} Row
 */

const MOST = 200;

/**
 * One fieldset for each seat of a panel, of a role that is fixed.
 * @param {Record<string, number>} seats how many of each role
 * @param {Account[]} accounts to choose from
 * @param {Person[]} before who is proposed, by role
 * @returns {{element: HTMLElement, read: () => Person[]}}
 */
export function seatRows(seats, accounts, before) {
  const left = [...before];
  const rows = Object.entries(seats).flatMap(([role, count]) =>
    Array.from({ length: count }, (_, at) => {
      const found = left.findIndex((person) => person.role === role);
      const person = found < 0 ? {} : left.splice(found, 1)[0];
      const legend = t("seats.seat", { role: t(`batch.seat_${role}`), n: at + 1 });
      return personRow({ person: { ...person, role }, accounts, legend, testid: "member" });
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
 * @param {Account[]} accounts to choose from
 * @returns {{element: HTMLElement, read: () => Person[]}}
 */
export function candidateRows(roles, accounts) {
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
    const row = personRow({
      person: { role },
      accounts,
      legend: t("seats.candidate"),
      testid: "candidate",
      chosen,
    });
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
 * @param {object} parts
 * @param {Partial<Person>} parts.person
 * @param {Account[]} parts.accounts
 * @param {string} parts.legend
 * @param {string} parts.testid
 * @param {HTMLSelectElement} [parts.chosen] where the role is not fixed
 * @returns {Row}
 */
function personRow({ person, accounts, legend, testid, chosen }) {
  const account = h(
    "select",
    { required: true, "data-testid": `${testid}-account_id`, onchange: () => fill() },
    h("option", { value: "" }, t("seats.choose")),
    ...accounts.map(({ id, username, name }) =>
      h("option", { value: id, selected: id === person.account_id }, t("seats.account", { name, username })),
    ),
  );
  /** The name that the account has; it can be put otherwise. */
  function fill() {
    const found = accounts.find(({ id }) => id === account.value);
    if (found) inputs.name.value = found.name;
  }
  /** @param {"name" | "employer" | "union"} key @param {number} maxlength @param {boolean} required */
  const input = (key, maxlength, required) =>
    h("input", { maxlength, required, value: person[key] || "", autocomplete: "off", "data-testid": `${testid}-${key}` });
  const inputs = {
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
      field(t("seats.account_id"), account),
      ...Object.entries(inputs).map(([key, control]) => field(t(`seats.${key}`), control)),
    ),
  );
  const read = () => ({
    account_id: account.value,
    name: inputs.name.value.trim(),
    role: chosen ? chosen.value : person.role || "",
    employer: inputs.employer.value.trim(),
    union: inputs.union.value.trim(),
  });
  return { element, read };
}
