import { Emitter } from "./emitter.js";
import { keep, recall } from "./storage.js";
import { backOff, sleep } from "./waiting.js";

/** Beside this module, whatever version the address of the assets has. */
const FOLDER = new URL("../i18n/", import.meta.url);

/** Each language under its own name. */
export const LANGUAGES = { "zh-CN": "中文", en: "English" };

/** Emits `change` when the member has switched and every text is there. */
export const languages = new Emitter();

/** @type {Record<string, string>} */
let texts = {};
/** @type {string[]} */
let names = [];
/** @type {keyof typeof LANGUAGES} */
let current = chosen();

/** @returns {string} BCP 47 */
export const language = () => current;

/**
 * @param {string} key
 * @param {Record<string, string | number>} [values] for the `{name}` in the text
 * @returns {string}
 */
export function t(key, values = {}) {
  return (texts[key] || key).replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

/** @param {string} key @returns {boolean} */
export const hasText = (key) => key in texts;

/**
 * Loads the texts of a page: the shared catalogue and the ones named, beside those already there.
 * @param {...string} catalogues
 */
export async function loadTexts(...catalogues) {
  names = [...new Set([...names, "", ...catalogues.map((name) => `${name}.`)])];
  texts = await fetchTexts(current);
  document.documentElement.lang = current;
}

/**
 * Adds the texts of a part of a page that is loaded when somebody looks at it.
 * @param {string} catalogue
 */
export async function addTexts(catalogue) {
  const name = `${catalogue}.`;
  if (names.includes(name)) return;
  const more = await fetchJson(`${name}${current}.json`);
  names = [...names, name];
  texts = { ...texts, ...more };
}

/** @param {keyof typeof LANGUAGES} code */
export async function setLanguage(code) {
  keep("uh.language", code);
  await change(code);
}

// Other tabs, and a page within a page, speak the same language.
addEventListener("storage", ({ key }) => {
  if (key === "uh.language") change(chosen());
});

/** @returns {keyof typeof LANGUAGES} */
function chosen() {
  return recall("uh.language") === "en" ? "en" : "zh-CN";
}

/** @param {keyof typeof LANGUAGES} code */
async function change(code) {
  texts = await fetchTexts(code);
  current = code;
  document.documentElement.lang = code;
  languages.emit("change");
}

/** @param {string} code @returns {Promise<Record<string, string>>} */
async function fetchTexts(code) {
  const parts = await Promise.all(names.map((name) => fetchJson(`${name}${code}.json`)));
  return Object.assign({}, ...parts);
}

/** @param {string} name @returns {Promise<any>} */
async function fetchJson(name) {
  for (let attempt = 1; ; attempt++) {
    try {
      const answer = await fetch(new URL(name, FOLDER).href);
      if (answer.ok) return await answer.json();
      throw new Error(`${name}: ${answer.status}`);
    } catch (error) {
      if (attempt === 4) throw error;
      await sleep(backOff(attempt, 500, 4000));
    }
  }
}
