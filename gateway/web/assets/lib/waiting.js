/** @param {number} ms @returns {Promise<void>} */
export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

/**
 * Full jitter: clients that failed together do not come back together.
 * @param {number} attempt from 1
 * @param {number} base ms
 * @param {number} cap ms
 * @returns {number} ms
 */
export function backOff(attempt, base, cap) {
  const most = Math.min(cap, base * 2 ** (attempt - 1));
  return most / 4 + Math.random() * most * 0.75;
}

/** @param {number} ms @returns {number} ms, a quarter more or less */
export const jittered = (ms) => ms * (0.75 + Math.random() / 2);
