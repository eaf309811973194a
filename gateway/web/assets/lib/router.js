/**
 * @typedef {(parameter: string) => void} Route shows what stands behind `#/name/parameter`
 */

/**
 * Shows the route of the address whenever it changes; the first one where none fits.
 * @param {Record<string, Route>} routes by name
 * @returns {() => void} shows the current one
 */
export function route(routes) {
  const show = () => {
    const [, name, parameter = ""] = location.hash.split("/");
    const known = Object.prototype.hasOwnProperty.call(routes, name);
    (known ? routes[name] : Object.values(routes)[0])(known ? safeDecode(parameter) : "");
  };
  addEventListener("hashchange", show);
  return show;
}

/** @param {string} part @returns {string} */
function safeDecode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}
