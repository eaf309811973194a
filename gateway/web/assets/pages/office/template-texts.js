import { h } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";

/**
 * @typedef {{language: string, units: number, parts: number, price: number}} Cost price in fen
 * @typedef {{channel: string, language: string, field: string, text: string}} Text
 */

/** Every text that a template may have, in the order of reading. */
export const PLACES = [
  ["sms", "text"],
  ["inbox", "title"],
  ["inbox", "body"],
].flatMap((place) => ["zh-CN", "en"].map((language) => [...place, language].join(".")));

/** @param {string} place @returns {string} what people call it */
export const placeName = (place) => {
  const [channel, part, language] = place.split(".");
  return [
    t(`channel.${channel}`),
    t(`template.field_${part}`),
    t(`template.language_${language}`),
  ].join(" · ");
};

/** @param {Cost} cost */
export const costText = ({ language, units, parts, price }) =>
  t("template.cost", {
    language: t(`template.language_${language}`),
    units,
    parts,
    yuan: yuan(price),
  });

/** @param {number} fen */
export const yuan = (fen) => (fen / 100).toFixed(2);

/** Texts as members read them. @param {Text[]} texts */
export const textList = (texts) =>
  h(
    "dl",
    { class: "facts" },
    ...texts.flatMap(({ channel, field, language, text }) => [
      h("dt", null, placeName(`${channel}.${field}.${language}`)),
      h("dd", { class: "lines wrap", "data-testid": "text", lang: language }, text),
    ]),
  );
