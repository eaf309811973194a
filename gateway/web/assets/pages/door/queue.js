import { keep, recall } from "../../lib/storage.js";

const QUEUE = "uh.door.queue";
const CONFLICTS = "uh.door.conflicts";
/** Answers after which the same check-in would fare no better. */
const FINAL = new Set([400, 404, 409, 422]);

/**
 * @typedef {object} Scan
 * @property {string} key the Idempotency-Key, the same however often it is sent
 * @property {{code: string, gate: string, device: string, scanned_at: string, release_id?: string}} body
 *
 * @typedef {object} Conflict somebody was admitted here who should not have been
 * @property {string} at when
 * @property {string} result
 * @property {string} reason
 * @property {string} used_at
 * @property {string} used_gate
 */

/** @returns {Scan[]} admitted without a connection and not told of yet, in their order */
export const waiting = () => recall(QUEUE) || [];

/** @param {Scan} scan */
export const enqueue = (scan) => keep(QUEUE, [...waiting(), scan]);

/** @returns {Conflict[]} */
export const conflicts = () => recall(CONFLICTS) || [];

/** @param {Conflict} conflict */
export const tellConflict = (conflict) => keep(CONFLICTS, [...conflicts(), conflict]);

export const forgetConflicts = () => keep(CONFLICTS, []);

/**
 * Tells of all that waits, one after the other; stops at the first that gets no answer.
 * @param {(scan: Scan) => Promise<any>} send
 */
export async function flush(send) {
  const { locks } = navigator;
  // Two tabs would tell of the same ones; harmless by their keys, but of no use.
  if (locks) await locks.request(QUEUE, () => sendAll(send));
  else await sendAll(send);
}

/** @param {(scan: Scan) => Promise<any>} send */
async function sendAll(send) {
  for (let [scan] = waiting(); scan; [scan] = waiting()) {
    const answer = await send(scan).catch((problem) => {
      if (FINAL.has(problem.status)) return { result: "refused", reason: problem.code };
      throw problem;
    });
    const { key, body } = scan;
    if (answer.result !== "admitted") {
      const { result, reason = "", used_at = "", used_gate = "" } = answer;
      tellConflict({ at: body.scanned_at, result, reason, used_at: used_at || "", used_gate });
    }
    keep(
      QUEUE,
      waiting().filter((other) => other.key !== key),
    );
  }
}
