import { PageFrame } from "../components/page-frame.js";
import { loadTexts } from "../lib/i18n.js";
import { entryView } from "./receipts/entry.js";
import { listView } from "./receipts/list.js";

/** @typedef {import("../components/page-frame.js").Context} Context */

/** The member's receipts: a page of its own, so that nobody has to fetch it before a claim. */
const page = {
  heading: "receipts.heading",
  logInFirst: "receipts.log_in",
  parts: [
    { name: "list", view: (/** @type {Context} */ { api }) => listView(api) },
    {
      name: "entry",
      view: (/** @type {Context} */ { api }, /** @type {string} */ id) => entryView(api, id),
    },
  ],
};
loadTexts("draws", "receipts").then(() => new PageFrame(page).start());
