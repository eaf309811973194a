import { trouble } from "./trouble.js";
import { field } from "./uh-field.js";
import { h, text } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { upload } from "../lib/upload.js";

/** What the service takes; it looks into the file as well. */
const MOST = 4000000;
const KINDS = ["pdf", "png", "jpg", "jpeg", "docx", "xlsx"];

/**
 * @typedef {object} Document
 * @property {string} id
 * @property {string} name
 * @property {number} size bytes
 * @property {string} sha256
 */

/**
 * A field for one file after the other. Each goes up as soon as it is chosen, with its progress;
 * why one is not taken stands at the field.
 * @param {import("./page-frame.js").Context} context
 * @param {object} parts
 * @param {string} parts.label
 * @param {string} parts.path where it is sent
 * @param {(document: Document) => void} parts.taken
 * @returns {HTMLElement}
 */
export function uploadField(context, { label, path, taken }) {
  const control = h("input", {
    type: "file",
    accept: KINDS.map((kind) => `.${kind}`).join(","),
    "data-testid": "upload",
    onchange: () => send(),
  });
  const place = field(label, control, t("upload.hint"));
  const bar = h("progress", { max: 1, value: 0, "aria-label": label });
  const words = h("p", { class: "muted", role: "status", "data-testid": "upload-state" });
  const going = h("div", { class: "stack", hidden: true }, bar);
  const problems = h("div");

  async function send() {
    const file = control.files && control.files[0];
    if (!file || control.disabled) return;
    place.error = "";
    problems.replaceChildren();
    const wrong = refusal(file);
    if (wrong) {
      refuse(wrong);
      return;
    }
    bar.value = 0;
    going.hidden = false;
    control.disabled = true;
    text(words, t("upload.sending", { name: file.name }));
    try {
      const document = await upload(context, path, file, (share) => (bar.value = share));
      text(words, t("upload.taken", { name: file.name }));
      control.disabled = false;
      control.value = "";
      control.focus();
      taken(document);
    } catch (error) {
      text(words, "");
      control.disabled = false;
      control.focus();
      explain(/** @type {import("../lib/problem.js").Problem} */ (error));
    } finally {
      going.hidden = true;
    }
  }

  /** @param {string} message */
  function refuse(message) {
    control.value = "";
    place.error = message;
  }

  /** @param {import("../lib/problem.js").Problem} problem */
  function explain(problem) {
    if (problem.passing) {
      problems.replaceChildren(trouble(problem, send)); // the file is still chosen
      return;
    }
    const details = problem.errors.map(({ message }) => t("form.refused", { message }));
    refuse([problem.text, ...details].join(" "));
  }
  return h("div", { class: "stack" }, place, going, words, problems);
}

/** @param {File} file @returns {string} why it is not even sent, or nothing */
function refusal({ name, size }) {
  const kind = name.includes(".") ? (name.split(".").pop() || "").toLowerCase() : "";
  if (!KINDS.includes(kind)) return t("upload.wrong_kind");
  if (!size) return t("upload.empty");
  return size > MOST ? t("upload.too_large", { size: megabytes(size) }) : "";
}

/** @param {number} bytes @returns {string} such as `1.25` */
export const megabytes = (bytes) => (bytes / 1e6).toFixed(2);
