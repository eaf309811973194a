import { factList, yuan } from "../../components/call.js";
import { form } from "../../components/form.js";
import { actButton, loadedView } from "../../components/loaded.js";
import { ask } from "../../components/uh-dialog.js";
import { field } from "../../components/uh-field.js";
import { h, icon } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { shown, toInstant, toLocal } from "../../lib/time.js";
import { content } from "./application-content.js";
import { applicationState } from "./applications.js";
import { has } from "./batches.js";

/**
 * @typedef {import("../staff/page.js").StaffPage} StaffPage
 * @typedef {import("./applications.js").Application} Application
 */

const DAY = 24 * 3600e3;
/** How long an organisation usually has to complete its application, in days. */
const WINDOW = 5;

/**
 * One application: its checks, what it says, and the decision about it.
 * @param {StaffPage} page
 * @param {string} batch
 * @param {string} tender
 * @param {string} id
 */
export function applicationView(page, batch, tender, id) {
  return loadedView(t("check.application"), async (again) => {
    /** @type {[Application, import("../../components/call.js").Call]} */
    const [application, call] = await Promise.all([
      page.api.get(`/v1/applications/${id}`),
      page.api.get(`/v1/calls/${tender}`),
    ]);
    return [
      h("a", { class: "back", href: `#/batches/${batch}/${tender}/applications` }, icon("back"), t("check.heading")),
      facts(application, call),
      checks(application),
      ...(has(page, "federation") ? decisions(page, application, again) : []),
      correction(application),
      ...content(page, application, call),
    ].filter((part) => part instanceof HTMLElement);
  });
}

/** @param {Application} application @param {import("../../components/call.js").Call} call */
function facts({ provider_name, state, version, handed_in_at, price, receipt_sha256, decided_at, reason }, { code, title, budget }) {
  /** @type {[string, Node | string][]} */
  const rows = [
    [t("check.project"), `${code} ${title}`],
    [t("check.price"), t("check.price_of", { price: yuan(price || 0), budget: yuan(budget) })],
    [t("check.handed_in"), t("check.version", { when: shown(handed_in_at, "exact"), n: version })],
    [t("check.receipt"), h("span", { class: "code" }, receipt_sha256)],
  ];
  if (decided_at) rows.push([t("check.decided"), shown(decided_at)]);
  if (reason) rows.push([t("check.reason"), reason]);
  return h(
    "article",
    { class: "card stack" },
    h("div", { class: "row row--between" }, h("h2", null, provider_name), applicationState(state)),
    factList(rows),
  );
}

/** @param {Application} application */
const checks = ({ checks: told }) =>
  h(
    "section",
    { class: "card stack" },
    h("h2", null, t("check.checks")),
    h(
      "ul",
      { class: "history" },
      ...Object.entries(told).map(([name, holds]) =>
        h(
          "li",
          { class: "row", "data-testid": "check", "data-holds": holds ? "yes" : "no" },
          icon(holds ? "good" : "bad"),
          t(holds ? `check.holds_${name}` : `check.fails_${name}`),
        ),
      ),
    ),
  );

/** @param {Application} application @returns {HTMLElement | false} what was asked for, and came */
const correction = ({ correction_asked, correction_until, correction: told }) =>
  !!correction_until &&
  h(
    "section",
    { class: "card stack", "data-testid": "correction" },
    h("h2", null, t("check.correction")),
    h("p", { class: "lines wrap" }, correction_asked),
    h("p", { class: "muted" }, t("check.correct_until", { when: shown(correction_until) })),
    h("p", { class: told ? "note note--info lines wrap" : "muted" }, told || t("check.nothing_yet")),
  );

/** @param {StaffPage} page @param {Application} application @param {() => void} again @returns {HTMLElement[]} */
function decisions(page, application, again) {
  const { state, checks: told, correction_until } = application;
  const waiting =
    state === "correcting" && page.clock.now() < Date.parse(correction_until || "");
  if (!["opened", "correcting"].includes(state)) return [];
  if (waiting) {
    return [h("p", { class: "note note--info" }, icon("wait"), t("check.window_runs"))];
  }
  const passes = Object.values(told).every(Boolean);
  return [
    h(
      "div",
      { class: "bar-actions" },
      passes &&
        actButton({
          label: t("check.admit"),
          testid: "admit",
          toast: page.toast,
          primary: true,
          act: () => admit(page, application, again),
        }),
    ),
    ...(state === "opened" && !correction_until ? [asking(page, application, again)] : []),
    excluding(page, application, again),
  ];
}

/** @param {StaffPage} page @param {Application} application @param {() => void} again */
async function admit({ api, toast }, { id, provider_name }, again) {
  await api.post(`/v1/applications/${id}/admission`, {});
  toast.show(t("check.admitted", { name: provider_name }), { kind: "good" });
  again();
}

/** The one window to complete it. @param {StaffPage} page @param {Application} application @param {() => void} again */
const asking = ({ api, clock, toast }, { id }, again) =>
  h(
    "details",
    { class: "card", "data-testid": "ask-correction" },
    h("summary", null, t("check.ask")),
    form({
      fields: [
        field(
          t("check.missing"),
          h("textarea", { name: "text", rows: 4, maxlength: 2000, required: true, "data-testid": "missing" }),
          t("check.missing_hint"),
        ),
        field(
          t("check.until"),
          h("input", {
            name: "until",
            type: "datetime-local",
            required: true,
            value: toLocal(clock.now() + WINDOW * DAY),
            "data-testid": "until",
          }),
          t("check.until_hint"),
        ),
      ],
      action: t("check.ask_send"),
      testid: "ask-send",
      submit: async (values) => {
        await api.post(`/v1/applications/${id}/correction-request`, {
          text: String(values.get("text")),
          until: toInstant(String(values.get("until"))),
        });
        toast.show(t("check.asked"), { kind: "good" });
        again();
      },
    }),
  );

/** @param {StaffPage} page @param {Application} application @param {() => void} again */
const excluding = ({ api, toast }, { id, provider_name }, again) =>
  h(
    "details",
    { class: "card", "data-testid": "exclude" },
    h("summary", null, t("check.exclude")),
    form({
      fields: [
        field(
          t("check.reason"),
          h("textarea", { name: "reason", rows: 3, maxlength: 1000, required: true, "data-testid": "reason" }),
          t("check.reason_hint"),
        ),
      ],
      action: t("check.exclude"),
      testid: "exclude-send",
      submit: async (values) => {
        const heading = t("check.exclude");
        const sure = [h("p", null, t("check.exclude_sure", { name: provider_name }))];
        if (!(await ask({ heading, content: sure, action: heading }))) return;
        await api.post(`/v1/applications/${id}/exclusion`, { reason: String(values.get("reason")) });
        toast.show(t("check.excluded"), { kind: "good" });
        again();
      },
    }),
  );
