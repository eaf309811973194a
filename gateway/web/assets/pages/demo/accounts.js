import { h } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";

/** @typedef {import("./opening.js").Account} Account */

/**
 * Where else to look, and as whom: the accounts for the whole city and for one district.
 * @param {Account[]} staff
 * @param {string} district
 * @returns {HTMLElement[]}
 */
export function accountsView(staff, district) {
  const near = staff.filter(({ scope }) => !scope || scope.split("/")[0] === district);
  const head = [t("demo.role"), t("demo.username"), t("demo.password")];
  const row = (/** @type {Account} */ { username, password, roles }) =>
    h(
      "tr",
      null,
      h("td", null, roles.map((role) => t(`role.${role}`)).join(" ")),
      h("td", { class: "code" }, username),
      h("td", { class: "code" }, password),
    );
  return [
    h("h2", null, t("demo.staff")),
    h(
      "div",
      { class: "row" },
      h("a", { class: "button", href: "/office/", target: "_blank" }, t("demo.office")),
      h("a", { class: "button", href: "/door/", target: "_blank" }, t("demo.door")),
    ),
    h(
      "table",
      null,
      h("thead", null, h("tr", null, ...head.map((text) => h("th", { scope: "col" }, text)))),
      h("tbody", null, ...near.map(row)),
    ),
  ];
}
