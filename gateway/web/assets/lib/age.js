/**
 * Full years of age on a day, both as `YYYY-MM-DD`; so text compares as time does.
 * @param {string} birthDate
 * @param {string} day
 * @returns {number}
 */
export function yearsOn(birthDate, day) {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return day.slice(5) < birthDate.slice(5) ? years - 1 : years;
}
