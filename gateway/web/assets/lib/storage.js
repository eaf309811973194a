/** What this browser keeps. Storage may be full or forbidden; then it is kept until the page goes. */

/** @type {Map<string, string>} */
const memory = new Map();

/** @param {string} key @returns {any} what was kept, or null */
export function recall(key) {
  try {
    return JSON.parse(localStorage.getItem(key) || memory.get(key) || "null");
  } catch {
    return JSON.parse(memory.get(key) || "null");
  }
}

/** @param {string} key @param {any} value */
export function keep(key, value) {
  const json = JSON.stringify(value);
  try {
    localStorage.setItem(key, json);
    memory.delete(key);
  } catch {
    memory.set(key, json);
  }
}

/** @param {string} prefix every key that starts with it is removed */
export function forget(prefix) {
  for (const key of memory.keys()) if (key.startsWith(prefix)) memory.delete(key);
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(prefix)) localStorage.removeItem(key);
    }
  } catch {
    // nothing can be kept there, so nothing is
  }
}
