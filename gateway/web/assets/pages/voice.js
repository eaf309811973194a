import { PageFrame } from "../components/page-frame.js";
import { loadTexts } from "../lib/i18n.js";
import { needsView } from "./voice/needs.js";
import { surveysView } from "./voice/surveys.js";

/** @typedef {import("../components/page-frame.js").Context} Context */

/** What members are asked and what they want. */
const page = {
  heading: "voice.heading",
  logInFirst: "voice.log_in_first",
  parts: [
    { name: "surveys", picture: "release", text: "voice.tab_surveys", view: surveysView },
    { name: "needs", picture: "inbox", text: "voice.tab_needs", view: needsView },
  ],
};
loadTexts("voice").then(() => new PageFrame(page).start());
