import { h } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";

/** @typedef {import("./opening.js").Account} Account */

/** Who has a part in a purchase, in its order. */
const BUYING = ["federation", "federation-2", "auditor", "provider", "provider-2", "provider-3", "reviewer"];
/** Of both opening offices, in every demonstration. */
const PASSPHRASE = "unionhall-demo-seal";

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
      h("a", { class: "button", href: "/calls/", target: "_blank" }, t("demo.calls")),
      h("a", { class: "button", href: "/review/", target: "_blank" }, t("demo.review")),
    ),
    h(
      "table",
      null,
      h("thead", null, h("tr", null, ...head.map((text) => h("th", { scope: "col" }, text)))),
      h("tbody", null, ...near.map(row)),
    ),
    ...buyingView(staff),
  ];
}

/**
 * What each account has to do with a purchase.
 * @param {Account[]} staff
 * @returns {HTMLElement[]}
 */
function buyingView(staff) {
  const there = BUYING.filter((name) => staff.some(({ username }) => username === name));
  if (!there.length) return [];
  const line = (/** @type {string} */ name) =>
    h("li", null, h("span", { class: "code" }, name), " ", t(`demo.buying_${name}`));
  return [
    h("h3", null, t("demo.buying")),
    h("ul", { "data-testid": "demo-buying" }, ...there.map(line)),
    h("p", { class: "muted" }, t("demo.seal", { passphrase: PASSPHRASE })),
  ];
}
