/** @typedef {{kid: string, public_key: string, signs: boolean}} PublicKey */
/** @typedef {{release: string, ticket: string}} Signed */

const PREFIX = "UH1:";
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/** Bytes: the key's id, all that is signed, and the whole with its signature. */
const KEY_ID = 4;
const SIGNED = 36;
const WHOLE = 100;

/** @param {string} text @returns {boolean} whether it claims to be signed, as against a short code */
export const looksSigned = (text) => text.toUpperCase().startsWith(PREFIX);

/** Checks signed codes in the browser; what a code looks like is in the README of tickets. */
export class CodeChecker {
  /** @type {Map<string, CryptoKey[]>} */
  #keys = new Map();

  /**
   * Takes the keys of the installation.
   * @param {PublicKey[]} keys
   * @returns {Promise<boolean>} whether this browser can check signatures at all
   */
  async learn(keys) {
    /** @type {Map<string, CryptoKey[]>} */
    const learnt = new Map();
    try {
      for (const { kid, public_key } of keys) {
        const raw = Uint8Array.from(
          atob(public_key.replace(/-/g, "+").replace(/_/g, "/")),
          (letter) => letter.charCodeAt(0),
        );
        const key = await crypto.subtle.importKey("raw", raw, "Ed25519", false, ["verify"]);
        learnt.set(kid, [...(learnt.get(kid) || []), key]);
      }
    } catch {
      return false; // an older browser has no Ed25519
    }
    this.#keys = learnt;
    return learnt.size > 0;
  }

  /** @param {string} code @returns {Promise<Signed | null>} what it says, or nothing if it is forged */
  async read(code) {
    const bytes = decoded(code.toUpperCase());
    if (!bytes) return null;
    const signed = bytes.slice(0, SIGNED);
    const said = new Uint8Array([...new TextEncoder().encode(PREFIX), ...signed]);
    for (const key of this.#keys.get(hex(signed.slice(0, KEY_ID))) || []) {
      if (await crypto.subtle.verify("Ed25519", key, bytes.slice(SIGNED), said)) {
        return { release: uuid(signed.slice(KEY_ID, 20)), ticket: uuid(signed.slice(20)) };
      }
    }
    return null;
  }
}

/** @param {string} code @returns {Uint8Array<ArrayBuffer> | null} */
function decoded(code) {
  const letters = code.slice(PREFIX.length);
  if (!code.startsWith(PREFIX) || letters.length !== (WHOLE * 8) / 5) return null;
  const bytes = new Uint8Array(WHOLE);
  let [bits, count, at] = [0, 0, 0];
  for (const letter of letters) {
    const value = LETTERS.indexOf(letter);
    if (value < 0) return null;
    bits = ((bits << 5) | value) & 0xfff;
    count += 5;
    if (count >= 8) {
      count -= 8;
      bytes[at++] = (bits >> count) & 0xff;
    }
  }
  return bytes;
}

/** @param {Uint8Array} bytes */
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** @param {Uint8Array} bytes */
const uuid = (bytes) => hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
