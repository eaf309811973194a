import { laterView } from "../components/later.js";
import { addTexts, loadTexts, t } from "../lib/i18n.js";
import { classesView } from "./office/classes.js";
import { coolDownsView } from "./office/cooldowns.js";
import { counterView } from "./office/counter.js";
import { importView } from "./office/imports.js";
import { needsView } from "./office/needs.js";
import { newReleaseView } from "./office/new-release.js";
import { releasesView } from "./office/releases.js";
import { reportView } from "./office/report.js";
import { surveysView } from "./office/surveys.js";
import { StaffPage } from "./staff/page.js";

const OFFICERS = ["federation", "district"];

/** @param {StaffPage} page */
const batches = (page) =>
  laterView(t("nav.batches"), async () => {
    const [{ batchesView }] = await Promise.all([
      import("./office/batches.js"),
      addTexts("batches"),
      addTexts("calls"),
      addTexts("purchase"),
    ]);
    return batchesView(page);
  });

/** @param {StaffPage} page */
const organisations = (page) =>
  laterView(t("nav.organisations"), async () => {
    const [{ organisationsView }] = await Promise.all([
      import("./office/organisations.js"),
      addTexts("organisations"),
      addTexts("purchase"),
      addTexts("batches"),
      addTexts("calls"),
    ]);
    return organisationsView(page);
  });

/** @param {StaffPage} page */
const messages = (page) =>
  laterView(t("nav.messages"), async () => {
    const [{ messagesView }] = await Promise.all([import("./office/messages.js"), addTexts("desk")]);
    return messagesView(page);
  });

/** @param {StaffPage} page */
const targets = (page) =>
  laterView(t("nav.targets"), async () => {
    const [{ targetsView }] = await Promise.all([import("./office/targets.js"), addTexts("desk")]);
    return targetsView(page);
  });

/** @param {StaffPage} page */
const groups = (page) =>
  laterView(t("nav.groups"), async () => {
    const [{ groupsView }] = await Promise.all([import("./office/groups.js"), addTexts("desk")]);
    return groupsView(page);
  });

/** @param {StaffPage} page */
const templates = (page) =>
  laterView(t("nav.templates"), async () => {
    const [{ templatesView }] = await Promise.all([
      import("./office/templates.js"),
      addTexts("broadcasts"),
      addTexts("desk"),
    ]);
    return templatesView(page);
  });

/** @param {StaffPage} page */
const broadcasts = (page) =>
  laterView(t("nav.broadcasts"), async () => {
    const [{ broadcastsView }] = await Promise.all([
      import("./office/broadcasts.js"),
      addTexts("broadcasts"),
      addTexts("desk"),
    ]);
    return broadcastsView(page);
  });

/** @param {StaffPage} page */
const phoning = (page) =>
  laterView(t("nav.phoning"), async () => {
    const [{ phoningView }] = await Promise.all([import("./office/phoning.js"), addTexts("phoning")]);
    return phoningView(page);
    });

/** @param {StaffPage} page */
const privacy = (page) =>
  laterView(t("nav.privacy"), async () => {
    const [{ privacyView }] = await Promise.all([
      import("./office/privacy.js"),
      addTexts("privacy"),
    ]);
    return privacyView(page);
  });

const page = new StaffPage("office", [
  { name: "list", picture: "release", roles: [...OFFICERS, "auditor"], view: releasesView },
  { name: "report", picture: "info", roles: [...OFFICERS, "auditor"], view: reportView },
  { name: "new", picture: "ticket", roles: OFFICERS, view: newReleaseView },
  {
    name: "needs",
    picture: "inbox",
    roles: [...OFFICERS, "grassroots", "auditor"],
    view: needsView,
  },
  {
    name: "classes",
    picture: "place",
    roles: [...OFFICERS, "class_staff", "auditor"],
    view: classesView,
  },
  {
    name: "cool",
    picture: "wait",
    roles: [...OFFICERS, "auditor"],
    view: coolDownsView,
  },
  { name: "counter", picture: "person", roles: [...OFFICERS, "counter"], view: counterView },
  {
    name: "surveys",
    picture: "release",
    roles: [...OFFICERS, "grassroots", "auditor"],
    view: surveysView,
  },
  { name: "batches", picture: "ticket", roles: [...OFFICERS, "auditor"], view: batches },
  { name: "organisations", picture: "person", roles: ["federation", "auditor"], view: organisations },
  { name: "import", picture: "person", roles: OFFICERS, view: importView },
  { name: "groups", picture: "person", roles: OFFICERS, view: groups },
  { name: "privacy", picture: "person", roles: ["federation", "auditor"], view: privacy },
  { name: "messages", picture: "inbox", roles: ["federation", "auditor"], view: messages },
  { name: "templates", picture: "info", roles: [...OFFICERS, "auditor"], view: templates },
  { name: "broadcasts", picture: "inbox", roles: [...OFFICERS, "auditor"], view: broadcasts },
  { name: "phoning", picture: "person", roles: ["federation", "auditor"], view: phoning },
  { name: "targets", picture: "inbox", roles: [...OFFICERS, "auditor"], view: targets },
]);
loadTexts("demand", "voice").then(() => page.start());
