import { Problem } from "./problem.js";

/** @param {File} file @returns {Promise<string>} what is in it, in base 64 */
export function inBase64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(",")[1] || "");
    reader.onerror = () => reject(new Problem({ status: 422, code: "status_422" }));
    reader.readAsDataURL(file);
  });
}
