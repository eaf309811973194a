import { inBase64 } from "./base64.js";
import { newKey } from "./keys.js";
import { Problem } from "./problem.js";
import { backOff, sleep } from "./waiting.js";

/** How long (ms) 4 MB may take on a bad line. */
const TIMEOUT = 180000;
const ATTEMPTS = 3;

/**
 * Sends a file and tells how much of it has gone out, which `fetch` cannot. Repeated with its key
 * as other calls are.
 * @param {{api: import("./api.js").Api, session: import("./session.js").Session}} context
 * @param {string} path
 * @param {File} file
 * @param {(share: number) => void} told from 0 to 1
 * @returns {Promise<any>} the answer
 * @throws {Problem}
 */
export async function upload({ api, session }, path, file, told) {
  const body = JSON.stringify({ name: file.name, data: await inBase64(file) });
  const key = newKey();
  for (let attempt = 1; ; attempt++) {
    await api.ready(TIMEOUT);
    const { access_token = "" } = session.tokens || {};
    try {
      return await once(path, body, { Authorization: `Bearer ${access_token}`, "Idempotency-Key": key }, told);
    } catch (error) {
      const problem = /** @type {Problem} */ (error);
      if (!problem.passing || attempt >= ATTEMPTS) throw problem;
      told(0);
      await sleep((problem.retryAfter || 0) * 1000 + backOff(attempt, 500, 8000));
    }
  }
}

/**
 * @param {string} path
 * @param {string} body
 * @param {Record<string, string>} headers
 * @param {(share: number) => void} told
 * @returns {Promise<any>}
 */
function once(path, body, headers, told) {
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    const lost = (/** @type {string} */ code) => () => fail(new Problem({ status: 0, code }));
    request.open("POST", path);
    request.timeout = TIMEOUT;
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("Content-Type", "application/json");
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", ({ lengthComputable, loaded, total }) => {
      if (lengthComputable) told(loaded / total);
    });
    request.addEventListener("error", lost("network"));
    request.addEventListener("timeout", lost("timeout"));
    request.addEventListener("load", () => {
      const { status, responseText } = request;
      const after = request.getResponseHeader("Retry-After");
      const answer = new Response(responseText, { status, headers: after ? { "Retry-After": after } : {} });
      (answer.ok ? answer.json() : Problem.of(answer).then((problem) => Promise.reject(problem))).then(
        done,
        fail,
      );
    });
    request.send(body);
  });
}
