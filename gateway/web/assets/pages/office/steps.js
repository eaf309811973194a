import { callState } from "../../components/call.js";
import { h, icon } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";

/** What there is to do with a batch, and with a tender of it, after the call. */
const BATCH = ["seal", "panels", "progress", "audit"];
const TENDER = ["applications", "sitting", "ranking", "award"];

/** @param {string} batch its id */
export const backToBatch = (batch) =>
  h("a", { class: "back", href: `#/batches/${batch}` }, icon("back"), t("batch.batch"));

/** @param {string} words */
export const note = (words) => h("p", { class: "note note--info" }, icon("info"), words);

/** @param {string} batch its id */
export const batchSteps = (batch) =>
  h(
    "nav",
    { class: "bar-actions", "aria-label": t("step.label") },
    ...BATCH.map((step) =>
      h(
        "a",
        { class: "button", href: `#/batches/${batch}/${step}`, "data-testid": `step-${step}` },
        t(`step.${step}`),
      ),
    ),
  );

/**
 * The head of a page about one step of a tender: the way back, what it is about, all its steps.
 * @param {string} batch its id
 * @param {{id: string, code: string, title: string, state: string}} tender
 * @param {string} current the step that is shown
 * @returns {HTMLElement[]}
 */
export const tenderHead = (batch, tender, current) => [
  backToBatch(batch),
  h(
    "div",
    { class: "row row--between" },
    h("h2", null, h("span", { class: "code" }, tender.code), ` ${tender.title}`),
    callState(tender.state),
  ),
  tenderSteps(batch, tender.id, current),
];

/** @param {string} batch @param {string} tender @param {string} [current] the step that is shown */
export const tenderSteps = (batch, tender, current = "") =>
  h(
    "nav",
    { class: "bar-actions", "aria-label": t("step.label") },
    ...["", ...TENDER].map((step) =>
      h(
        "a",
        {
          class: "button",
          href: `#/batches/${batch}/${tender}${step && `/${step}`}`,
          "aria-current": step === current ? "page" : null,
          "data-testid": `step-${step || "call"}`,
        },
        t(`step.${step || "call"}`),
      ),
    ),
  );
