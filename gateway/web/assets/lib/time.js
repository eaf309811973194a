import { language } from "./i18n.js";

const ZONE = "Asia/Shanghai";

/** @type {Record<string, Intl.DateTimeFormatOptions>} */
const SHAPES = {
  full: { month: "short", day: "numeric", weekday: "short", hour: "2-digit", minute: "2-digit" },
  exact: {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  },
  time: { hour: "2-digit", minute: "2-digit" },
  clock: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
};

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/**
 * @param {string | number} moment RFC 3339, or ms since 1970
 * @param {"full" | "exact" | "time" | "clock"} [shape]
 * @returns {string} in the time of Shanghai and the page's language
 */
export function shown(moment, shape = "full") {
  const key = language() + shape;
  let format = formats.get(key);
  if (!format) {
    const options = { timeZone: ZONE, hourCycle: /** @type {const} */ ("h23"), ...SHAPES[shape] };
    format = new Intl.DateTimeFormat(language(), options);
    formats.set(key, format);
  }
  return format.format(new Date(moment));
}

/** @param {string} local what a datetime-local field holds, taken as Shanghai time @returns {string} */
export function toInstant(local) {
  return new Date(`${local}${local.length === 16 ? ":00" : ""}+08:00`).toISOString();
}

/** @param {number} moment ms since 1970 @returns {string} for a datetime-local field, in Shanghai */
export function toLocal(moment) {
  return new Date(moment + 8 * 3600e3).toISOString().slice(0, 16);
}
