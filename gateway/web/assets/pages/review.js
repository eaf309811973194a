import { loadTexts } from "../lib/i18n.js";
import { declareView } from "./review/declare.js";
import { deskView } from "./review/desk.js";
import { fileView } from "./review/file.js";
import { StaffPage } from "./staff/page.js";

/**
 * The desk, a declaration (`#/desk/declare/<tender>`) or a file (`#/desk/file/<application>`).
 * @param {StaffPage} page
 */
function reviewView(page) {
  const [, , kind, id] = location.hash.split("/");
  if (kind === "declare" && id) return declareView(page, id);
  return kind === "file" && id ? fileView(page, id) : deskView(page);
}

const page = new StaffPage("review", [
  { name: "desk", picture: "inbox", roles: ["reviewer"], view: reviewView },
]);
loadTexts("review").then(() => page.start());
