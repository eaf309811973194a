/* GB 32100-2015: digits and capital letters without I, O, S, V and Z; the last sign is a check. */
const SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const LENGTH = 18;

/** @param {string} typed @returns {string} as it is written: capitals, no blanks */
export const tidy = (typed) => typed.replace(/\s/g, "").toUpperCase();

/**
 * Why this is no unified social credit code.
 * @param {string} code
 * @returns {"" | "length" | "signs" | "area" | "check"} empty when nothing is wrong with it
 */
export function problemOf(code) {
  if (code.length !== LENGTH) return "length";
  const values = [...code].map((sign) => SIGNS.indexOf(sign));
  if (values.includes(-1)) return "signs";
  if (!/^\d{6}$/.test(code.slice(2, 8))) return "area";
  let weight = 1;
  let sum = 0;
  for (const value of values.slice(0, -1)) {
    sum += value * weight;
    weight = (weight * 3) % SIGNS.length;
  }
  const check = (SIGNS.length - (sum % SIGNS.length)) % SIGNS.length;
  return values[LENGTH - 1] === check ? "" : "check";
}
