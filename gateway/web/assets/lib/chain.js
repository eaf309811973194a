/**
 * @typedef {{chain: string, sequence: number, hash: string}} Head
 * @typedef {{sequence: number, previous: string, at: string, act: string, subject: string, actor: string, data: Record<string, any>}} Entry
 */

/**
 * An exported audit chain: its head, then an entry a line.
 * @param {string} text
 * @returns {{head: Head, bodies: string[]}}
 */
export function readChain(text) {
  const [first, ...bodies] = text.split("\n").filter(Boolean);
  return { head: JSON.parse(first), bodies };
}

/**
 * The number of the first entry that does not fit, 0 where all do, or null where this browser
 * cannot tell: it hashes on secure addresses only.
 * @param {{head: Head, bodies: string[]}} chain
 * @returns {Promise<number | null>}
 */
export async function firstBroken({ head, bodies }) {
  if (!crypto.subtle) return null;
  let previous = "0".repeat(64);
  for (const [at, body] of bodies.entries()) {
    const entry = JSON.parse(body);
    if (entry.previous !== previous || entry.sequence !== at + 1) return at + 1;
    previous = await sha256(body);
  }
  return previous === head.hash && bodies.length === head.sequence ? 0 : bodies.length;
}

/** @param {string} text @returns {Promise<string>} in hex */
async function sha256(text) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
