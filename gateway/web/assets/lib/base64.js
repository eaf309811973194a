import { Problem } from "./problem.js";

/**
 * The bytes of a chosen file, as requests carry them.
 * @param {File} file
 * @param {number} [most] bytes that the service takes
 * @returns {Promise<string>}
 */
export async function inBase64(file, most = Infinity) {
  if (file.size > most) throw new Problem({ status: 413, code: "status_413" });
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(",")[1] || "");
    reader.onerror = () => reject(new Problem({ status: 422, code: "status_422" }));
    reader.readAsDataURL(file);
  });
}
