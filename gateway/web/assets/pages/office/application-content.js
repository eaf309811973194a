import { yuan } from "../../components/call.js";
import { dataTable, numberCell } from "../../components/data-table.js";
import { actButton } from "../../components/loaded.js";
import { h } from "../../lib/dom.js";
import { download } from "../../lib/download.js";
import { t } from "../../lib/i18n.js";

/**
 * @typedef {import("../staff/page.js").StaffPage} StaffPage
 * @typedef {import("./applications.js").Application} Application
 *
 * @typedef {object} Content of an application that is open
 * @property {string} plan
 * @property {{name: string, role: string, qualification: string}[]} team
 * @property {{item: string, amount: number}[]} budget fen
 * @property {{line: number, answer: string}[]} answers
 */

/**
 * What an application says, beside what was asked for.
 * @param {StaffPage} page
 * @param {Application} application
 * @param {import("../../components/call.js").Call} call
 * @returns {HTMLElement[]}
 */
export function content(page, { content: told, documents }, call) {
  if (!told) return [];
  const asked = call.requirements.split("\n").map((line) => line.trim()).filter(Boolean);
  return [
    h("h2", null, t("check.says")),
    h("section", { class: "card stack" }, h("h3", null, t("check.plan")), h("p", { class: "lines wrap" }, told.plan)),
    h("h3", null, t("check.answers")),
    dataTable(
      t("check.answers"),
      [t("check.asked_for"), t("check.answer")],
      told.answers.map(({ line, answer }) =>
        h("tr", null, h("td", null, `${line}. ${asked[line - 1] || ""}`), h("td", { class: "lines wrap" }, answer)),
      ),
    ),
    h("h3", null, t("check.team")),
    dataTable(
      t("check.team"),
      [t("check.person"), t("check.role"), t("check.qualification")],
      told.team.map(({ name, role, qualification }) =>
        h("tr", null, h("td", null, name), h("td", null, role), h("td", null, qualification)),
      ),
    ),
    h("h3", null, t("check.budget")),
    dataTable(
      t("check.budget"),
      [t("check.item"), t("check.amount")],
      told.budget.map(({ item, amount }) => h("tr", null, h("td", null, item), numberCell(yuan(amount)))),
    ),
    h("h3", null, t("check.documents")),
    documentList(page, documents),
  ];
}

/**
 * Files that need the token to be fetched.
 * @param {StaffPage} page
 * @param {Application["documents"]} documents
 */
export const documentList = ({ api, toast }, documents) =>
  h(
    "ul",
    { class: "history" },
    ...documents.map(({ id, name, size, sha256 }) =>
      h(
        "li",
        { class: "row", "data-testid": "document" },
        name
          ? actButton({
              label: name,
              testid: "document-open",
              toast,
              act: () => download(api, `/v1/documents/${id}`),
            })
          : t("check.document_sealed"),
        h("span", { class: "muted" }, t("check.size", { n: Math.ceil(size / 1024) })),
        h("span", { class: "code wrap" }, sha256.slice(0, 16)),
      ),
    ),
    !documents.length && h("li", { class: "muted" }, t("check.no_document")),
  );
