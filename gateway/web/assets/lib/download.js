/**
 * Saves a file that needs the token, which a plain link would not send.
 * @param {import("./api.js").Api} api
 * @param {string} path
 * @throws {import("./problem.js").Problem}
 */
export async function download(api, path) {
  const answer = await file(api, path);
  const named = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get("Content-Disposition") || "");
  const last = path.split("?")[0].split("/").pop() || "";
  save(await answer.blob(), named ? decodeURIComponent(named[1]) : last);
}

/**
 * A file as it is, whatever its kind.
 * @param {import("./api.js").Api} api
 * @param {string} path
 * @returns {Promise<Response>}
 * @throws {import("./problem.js").Problem}
 */
export function file(api, path) {
  return api.get(path, { as: "response", headers: { Accept: "*/*" } });
}

/** @param {Blob} content @param {string} name */
export function save(content, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}
