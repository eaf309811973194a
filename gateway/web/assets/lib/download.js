/**
 * Saves a file that needs the token, which a plain link would not send.
 * @param {import("./api.js").Api} api
 * @param {string} path
 * @param {object} [body] sent by POST, where the file is made for who asks
 * @throws {import("./problem.js").Problem}
 */
export async function download(api, path, body) {
  const answer = await file(api, path, body);
  const named = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get("Content-Disposition") || "");
  const last = path.split("?")[0].split("/").pop() || "";
  save(await answer.blob(), named ? decodeURIComponent(named[1]) : last);
}

/**
 * A file as it is, whatever its kind.
 * @param {import("./api.js").Api} api
 * @param {string} path
 * @param {object} [body] as above
 * @returns {Promise<Response>}
 * @throws {import("./problem.js").Problem}
 */
export function file(api, path, body) {
  const call = { as: /** @type {const} */ ("response"), headers: { Accept: "*/*" }, timeout: 60000 };
  return body ? api.post(path, body, call) : api.get(path, call);
}

/** @param {Blob} content @param {string} name */
export function save(content, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}
