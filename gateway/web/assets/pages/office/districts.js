import { h } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";

/** The districts of Beijing, as the house writes them. */
export const DISTRICTS = [
  "dongcheng",
  "xicheng",
  "chaoyang",
  "fengtai",
  "shijingshan",
  "haidian",
  "mentougou",
  "fangshan",
  "tongzhou",
  "shunyi",
  "changping",
  "daxing",
  "huairou",
  "pinggu",
  "miyun",
  "yanqing",
];

/**
 * Boxes to choose districts by.
 * @param {string[]} chosen
 * @param {boolean} fixed whether nothing else may be chosen
 * @returns {HTMLFieldSetElement}
 */
export function districtChoice(chosen, fixed) {
  const boxes = DISTRICTS.filter((code) => !fixed || chosen.includes(code)).map((code) =>
    h(
      "label",
      { class: "choice" },
      h("input", {
        type: "checkbox",
        name: "districts",
        value: code,
        checked: chosen.includes(code),
        "data-testid": `district-${code}`,
      }),
      t(`district.${code}`),
    ),
  );
  return h(
    "fieldset",
    { class: "choices" },
    h("legend", { class: "field__label" }, t("office.districts")),
    ...boxes,
  );
}
