import { PageFrame } from "../components/page-frame.js";
import { loadTexts } from "../lib/i18n.js";
import { applicationView } from "./provider/application.js";
import { callsView } from "./provider/calls.js";
import { logInView } from "./provider/log-in.js";
import { mineView } from "./provider/mine.js";
import { organisationView } from "./provider/organisation.js";
import { resultsView } from "./provider/results.js";

/** Social organisations: who they are, and what they apply for from the call to the letter. */
const page = {
  heading: "provider.heading",
  logInFirst: "provider.log_in_text",
  logIn: logInView,
  realm: "provider",
  parts: [
    { name: "mine", picture: "ticket", text: "provider.tab_mine", view: mineView },
    { name: "calls", picture: "release", text: "provider.tab_calls", view: callsView },
    { name: "results", picture: "good", text: "provider.tab_results", view: resultsView },
    { name: "organisation", picture: "person", text: "provider.tab_organisation", view: organisationView },
    { name: "application", view: applicationView },
  ],
};
loadTexts("calls", "provider").then(() => new PageFrame(page).start());
