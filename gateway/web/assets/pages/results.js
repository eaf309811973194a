import { PageFrame } from "../components/page-frame.js";
import { loadTexts } from "../lib/i18n.js";
import { awardView } from "./results/award.js";
import { listView } from "./results/list.js";
import { organisationView } from "./results/organisation.js";

/** What the purchases came to, for everybody to read. */
const page = {
  heading: "result.heading",
  realm: "provider",
  parts: [
    { name: "list", view: listView },
    { name: "award", view: awardView },
    { name: "organisation", view: organisationView },
  ],
};
loadTexts("calls", "organisations", "results").then(() => new PageFrame(page).start());
