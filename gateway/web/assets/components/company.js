import { h, icon } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { keep, recall } from "../lib/storage.js";

/**
 * Under which name it is kept who comes along to a release.
 * @param {string} memberId
 * @param {string} releaseId
 */
const nameOf = (memberId, releaseId) => `uh.mine.${memberId}.company.${releaseId}`;

/**
 * Boxes for those whom the member may bring; what is chosen is kept for the claim.
 * @param {import("../lib/api.js").Api} api
 * @param {{memberId: string, releaseId: string, most: number}} of
 * @returns {HTMLElement}
 */
export function companyChoice(api, { memberId, releaseId, most }) {
  const name = nameOf(memberId, releaseId);
  const box = h(
    "fieldset",
    { class: "choices", "data-testid": "company" },
    h("legend", null, t("company.heading", { most })),
  );
  const told = h("p", { class: "muted", role: "status" });

  /** @param {{id: string, name: string}[]} people */
  function fill(people) {
    const known = new Set(people.map(({ id }) => id));
    const chosen = new Set((recall(name) || []).filter((/** @type {string} */ id) => known.has(id)));
    const boxes = people.map((person) =>
      h("input", {
        type: "checkbox",
        value: person.id,
        checked: chosen.has(person.id),
        "data-testid": "companion",
        onchange: choose,
      }),
    );
    function choose() {
      const now = boxes.filter(({ checked }) => checked).map(({ value }) => value);
      keep(name, now);
      // All that may come are chosen: the others wait until one is taken back.
      for (const each of boxes) each.disabled = !each.checked && now.length >= most;
      told.textContent = t("company.places", { n: now.length + 1 });
    }
    box.append(
      ...people.map((person, at) => h("label", { class: "choice" }, boxes[at], person.name)),
      people.length
        ? told
        : h("p", { class: "note note--info" }, icon("info"), t("company.nobody")),
    );
    choose();
  }

  api.get("/v1/me/children").then(
    ({ items }) => fill(items),
    (problem) => box.append(h("p", { class: "note note--warn" }, icon("info"), problem.text)),
  );
  return box;
}
