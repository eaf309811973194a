import { PageFrame } from "../components/page-frame.js";
import { loadTexts } from "../lib/i18n.js";
import { childrenView } from "./classes/children.js";
import { mineView } from "./classes/mine.js";
import { seasonsView } from "./classes/seasons.js";

/**
 * @typedef {import("../components/page-frame.js").Context} Context
 *
 * @typedef {object} Child
 * @property {string} id
 * @property {string} name
 * @property {string} birth_date
 */

/** Child-care classes for members. */
const page = {
  heading: "class.heading",
  logInFirst: "class.log_in_first",
  parts: [
    { name: "list", picture: "place", text: "class.tab_list", view: seasonsView },
    { name: "mine", picture: "ticket", text: "class.tab_mine", view: mineView },
    { name: "children", picture: "person", text: "class.tab_children", view: childrenView },
  ],
};
loadTexts("classes").then(() => new PageFrame(page).start());
