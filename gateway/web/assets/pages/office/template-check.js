import { trouble } from "../../components/trouble.js";
import { h } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { costText, placeName } from "./template-texts.js";

/**
 * @typedef {{field: string, message: string, code: string, about: string}} Fault
 * @typedef {{faults: Fault[], costs: import("./template-texts.js").Cost[]}} Check
 */

/** How long (ms) somebody has to stop writing before the draft is looked at. */
const PAUSE = 900;

/** @param {Fault} fault */
export const faultText = ({ code, about }) => t(`template.fault_${code}`, { about });

/**
 * What is wrong with a draft and what its SMS costs, looked at anew when somebody stops writing.
 * @param {object} parts
 * @param {import("../../lib/api.js").Api} parts.api
 * @param {() => object} parts.draft
 * @param {(field: string) => HTMLElement | undefined} parts.controlOf
 */
export function checkPanel({ api, draft, controlOf }) {
  const element = h("div", { class: "stack", role: "status", "data-testid": "check" });
  let timer = 0;
  let asked = 0;

  /** @returns {Promise<Check>} */
  async function now() {
    clearTimeout(timer);
    const number = ++asked;
    const found = await api.post("/v1/message-templates/checks", draft());
    if (number === asked) show(found);
    return found;
  }

  /** @param {Check} found */
  function show({ faults, costs }) {
    element.replaceChildren(
      h(
        "p",
        { class: `note note--${faults.length ? "warn" : "good"}`, "data-testid": "verdict" },
        faults.length ? t("template.faults", { n: faults.length }) : t("template.good"),
      ),
      h("ul", { class: "history", hidden: !faults.length }, ...faults.map(line)),
      ...costs.map((cost) => h("p", { class: "muted", "data-testid": "cost" }, costText(cost))),
    );
  }

  /** @param {Fault} fault */
  function line(fault) {
    const control = controlOf(fault.field);
    const words = `${fieldName(fault.field)}: ${faultText(fault)}`;
    const go = h("button", { type: "button", class: "button button--quiet" }, words);
    go.addEventListener("click", () => control && control.focus());
    return h("li", { "data-testid": "fault", "data-field": fault.field }, control ? go : words);
  }

  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      now().catch((problem) => element.replaceChildren(trouble(problem, soon)));
    }, PAUSE);
  };
  return { element, now, soon, stop: () => clearTimeout(timer) };
}

/** @param {string} at @returns {string} */
function fieldName(at) {
  const [first, ...rest] = at.split(".");
  if (first === "name") return t("template.name");
  if (first === "variables") return t("template.variable_at", { n: Number(rest[0]) + 1 });
  return rest.length === 3 ? placeName(rest.join(".")) : t("template.channels");
}
