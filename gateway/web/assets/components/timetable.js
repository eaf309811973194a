import { h } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { trouble } from "./trouble.js";

/**
 * @typedef {object} Entry
 * @property {string} day
 * @property {string} starts
 * @property {string} ends
 * @property {"course" | "outing"} kind
 * @property {string} title
 */

/**
 * The courses and outings of a class, fetched when it is opened.
 * @param {import("../lib/api.js").Api} api
 * @param {string} classId
 * @param {string} title
 * @returns {HTMLElement}
 */
export function timetable(api, classId, title) {
  const content = h("div", { class: "stack" });
  async function load() {
    try {
      const { entries } = await api.get(`/v1/classes/${classId}/timetable`);
      content.replaceChildren(
        ...(entries.length ? days(entries) : [h("p", { class: "muted" }, t("care.no_timetable"))]),
      );
    } catch (error) {
      const problem = /** @type {import("../lib/problem.js").Problem} */ (error);
      content.replaceChildren(trouble(problem, load));
    }
  }
  const heading = h("summary", null, `${t("care.timetable")} · ${title}`);
  const box = h("details", { class: "past", "data-testid": "timetable" }, heading, content);
  box.addEventListener("toggle", () => {
    if (box.open && !content.firstChild) load();
  });
  return box;
}

/** @param {Entry[]} entries @returns {HTMLElement[]} a list for each day */
function days(entries) {
  return [...new Set(entries.map(({ day }) => day))].map((day) =>
    h(
      "div",
      { class: "stack" },
      h("h3", null, day),
      ...entries
        .filter((entry) => entry.day === day)
        .map(({ starts, ends, kind, title }) =>
          h(
            "p",
            { class: "row row--between", "data-testid": "lesson", "data-kind": kind },
            h("span", null, `${starts}–${ends}　${title}`),
            kind === "outing" && h("span", { class: "badge badge--accent" }, t("care.outing")),
          ),
        ),
    ),
  );
}
