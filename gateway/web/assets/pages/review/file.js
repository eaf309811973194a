import { actButton, loadedView } from "../../components/loaded.js";
import { h } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { download } from "../../lib/download.js";
import { back } from "./back.js";
import { othersList, sheetForm } from "./sheet.js";

/**
 * @typedef {object} File
 * @property {string} application_id
 * @property {string} label
 * @property {string | null} provider_name
 * @property {number} price in fen
 * @property {string} plan
 * @property {{name: string, role: string, qualification: string}[]} team
 * @property {{item: string, amount: number}[]} budget in fen
 * @property {{line: number, answer: string}[]} answers
 * @property {string} correction
 * @property {{id: string, name: string}[]} documents
 * @property {{code: string, text: string, weight: number}[]} criteria
 * @property {import("./sheet.js").Sheet} sheet
 */

/**
 * What an application says, and the reviewer's own sheet beside it.
 * @param {import("../staff/page.js").StaffPage} page
 * @param {string} id
 */
export function fileView(page, id) {
  return loadedView(t("review.file"), async (again) => {
    /** @type {File} */
    const file = await page.api.post(`/v1/reviews/${id}/file`, {});
    const mine =
      file.sheet.state === "draft"
        ? sheetForm(page, file, again)
        : await othersList(page.api, file);
    return [
      back(),
      h("h2", null, file.provider_name || t("review.number", { label: file.label })),
      h("div", { class: "door" }, content(page, file), h("div", { class: "card stack" }, mine)),
    ];
  });
}

/**
 * @param {import("../staff/page.js").StaffPage} page
 * @param {File} file
 */
function content({ api, toast }, file) {
  return h(
    "div",
    { class: "stack", "data-testid": "file" },
    h("p", null, t("review.price", { yuan: yuan(file.price) })),
    part("review.plan", [h("p", { class: "lines" }, file.plan)]),
    part("review.team", file.team.map(member)),
    part("review.budget", file.budget.map(({ item, amount }) => line(`${item}: ${yuan(amount)}`))),
    part("review.answers", file.answers.map(({ line: at, answer }) => line(`${at}. ${answer}`))),
    part("review.correction", file.correction ? [line(file.correction)] : []),
    part(
      "review.documents",
      file.documents.map(({ id, name }) =>
        actButton({
          label: name,
          testid: "document",
          toast,
          act: () =>
            download(api, `/v1/reviews/${file.application_id}/document?document_id=${id}`),
        }),
      ),
    ),
  );
}

/** @param {string} key @param {HTMLElement[]} inside @returns {HTMLElement | null} */
const part = (key, inside) =>
  inside.length ? h("section", { class: "stack" }, h("h3", null, t(key)), ...inside) : null;

/** @param {string} words */
const line = (words) => h("p", { class: "lines" }, words);

/** @param {{name: string, role: string, qualification: string}} member */
const member = ({ name, role, qualification }) =>
  line([name, role, qualification].filter(Boolean).join(" · "));

/** @param {number} fen */
const yuan = (fen) => (fen / 100).toFixed(2);
