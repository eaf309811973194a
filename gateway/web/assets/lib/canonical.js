/**
 * One text for one value: sorted keys, nothing between. What the server hashes as well.
 * @param {any} value texts, whole numbers, lists and objects of them
 * @returns {string}
 */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const pairs = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
  return `{${pairs.join(",")}}`;
}

/**
 * @param {string} text
 * @returns {Promise<string>} SHA-256 in hex; empty where the browser cannot, as on a plain line
 */
export async function sha256(text) {
  if (!crypto.subtle) return "";
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
