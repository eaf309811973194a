import { PageFrame } from "../components/page-frame.js";
import { loadTexts } from "../lib/i18n.js";
import { callView } from "./calls/call.js";
import { listView } from "./calls/list.js";

/** Calls for services, for everybody to read; social organisations log in to ask. */
const page = {
  heading: "call.heading",
  realm: "provider",
  parts: [
    { name: "list", view: listView },
    { name: "call", view: callView },
  ],
};
loadTexts("calls").then(() => new PageFrame(page).start());
