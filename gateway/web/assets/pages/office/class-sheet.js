import { actButton, loadedView } from "../../components/loaded.js";
import { ask } from "../../components/uh-dialog.js";
import { field } from "../../components/uh-field.js";
import { h, icon } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { shown } from "../../lib/time.js";

/**
 * @typedef {{name: string, phone: string, relation: string}} Person
 *
 * @typedef {object} Row
 * @property {string} id
 * @property {string} name
 * @property {number} age
 * @property {Person[]} guardians
 * @property {Person[]} pickups
 * @property {string} health
 * @property {string} allergies
 * @property {"none" | "absent" | "arrived" | "left"} mark
 * @property {string | null} arrived_at
 * @property {string | null} left_at
 * @property {string} picked_up_by
 */

/**
 * The attendance sheet of a class, one child a card, for a thumb on a phone.
 * @param {import("../staff/page.js").StaffPage} page
 * @param {string} id
 */
export function sheetView({ api, toast }, id) {
  let day = "";
  return loadedView(t("care.sheet"), async (again) => {
    const sheet = await api.get(`/v1/classes/${id}/sheet${day ? `?day=${day}` : ""}`);
    day = sheet.day;
    const choice = h("input", {
      type: "date",
      value: day,
      min: sheet.first_day,
      max: sheet.last_day,
      "data-testid": "day",
      onchange: () => {
        day = choice.value || day;
        again();
      },
    });
    const came = h("p", { class: "number", "data-testid": "came", role: "status" });
    /** @type {Row[]} */
    const rows = sheet.children;
    const count = () => {
      const here = rows.filter(({ mark }) => mark === "arrived" || mark === "left").length;
      came.textContent = t("care.came", { n: here, of: rows.length });
    };
    /** @param {number} at @returns {HTMLElement} */
    const draw = (at) => {
      /** @param {string} mark @param {string} [by] */
      const mark = async (mark, by = "") => {
        const asked = { child_id: rows[at].id, day, mark, picked_up_by: by };
        rows[at] = await api.post(`/v1/classes/${id}/attendance`, asked);
        const after = draw(at);
        element.replaceWith(after);
        after.querySelector("button")?.focus();
        count();
      };
      const element = card(rows[at], mark, toast);
      return element;
    };
    count();
    return [
      h("a", { class: "back", href: "#/classes" }, icon("back"), t("care.heading")),
      h("h2", null, `${sheet.season_title} · ${sheet.title}`),
      sheet.short &&
        h(
          "p",
          { class: "note note--warn", "data-testid": "short" },
          icon("warn"),
          t("care.short_text", { n: sheet.volunteers, needed: sheet.volunteers_needed }),
        ),
      field(t("care.day"), choice),
      came,
      ...rows.map((_, at) => draw(at)),
    ].filter(Boolean);
  });
}

/**
 * @param {Row} row
 * @param {(mark: string, by?: string) => Promise<void>} mark
 * @param {import("../../components/uh-toast.js").Toast} toast
 */
function card(row, mark, toast) {
  async function leave() {
    const who = h(
      "select",
      { "data-testid": "who" },
      h("option", { value: "" }, t("care.the_member")),
      ...[...row.guardians, ...row.pickups].map(({ name, phone, relation }) =>
        h("option", { value: name }, [name, relation, phone].filter(Boolean).join(" ")),
      ),
    );
    const heading = t("care.who_fetches", { name: row.name });
    const content = [field(t("care.picked_up_by"), who)];
    if (await ask({ heading, content, action: t("care.left") })) await mark("left", who.value);
  }
  /** @param {string} label @param {string} testid @param {() => Promise<void>} act @param {boolean} [primary] */
  const button = (label, testid, act, primary) =>
    actButton({ label, testid, toast, act, primary });
  return h(
    "article",
    { class: "card stack", "data-testid": "child", "data-mark": row.mark },
    h(
      "div",
      { class: "row row--between" },
      h("h3", null, t("care.child", { name: row.name, age: row.age })),
      h("span", { class: "badge" }, t(`care.mark_${row.mark}`)),
    ),
    row.health && h("p", { class: "note note--warn", "data-testid": "health" }, icon("warn"), row.health),
    row.allergies &&
      h(
        "p",
        { class: "note note--bad", "data-testid": "allergies" },
        icon("warn"),
        t("care.allergies", { what: row.allergies }),
      ),
    row.arrived_at && h("p", { class: "muted" }, times(row)),
    h(
      "details",
      { class: "past" },
      h("summary", null, t("care.people")),
      ...[...row.guardians, ...row.pickups].map(({ name, phone, relation }) =>
        h("p", null, `${name} ${relation} `, h("a", { href: `tel:${phone}` }, phone)),
      ),
    ),
    h(
      "div",
      { class: "row" },
      row.mark !== "arrived" &&
        button(t("care.arrived"), "arrived", () => mark("arrived"), row.mark === "none"),
      row.mark === "arrived" && button(t("care.left"), "left", leave, true),
      row.mark === "none" && button(t("care.absent"), "absent", () => mark("absent")),
    ),
  );
}

/** @param {Row} row */
function times({ arrived_at, left_at, picked_up_by }) {
  const came = t("care.came_at", { when: shown(arrived_at || 0, "time") });
  if (!left_at) return came;
  const who = picked_up_by || t("care.the_member");
  return `${came} · ${t("care.left_at", { when: shown(left_at, "time"), who })}`;
}
