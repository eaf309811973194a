/** @returns {string} a name that nobody else uses, such as an Idempotency-Key: 128 random bits, also where `randomUUID` is missing */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
