import { factList } from "../../components/call.js";
import { actButton, loadedView } from "../../components/loaded.js";
import { logOutButton } from "../../components/provider-account.js";
import { megabytes, uploadField } from "../../components/upload-field.js";
import { h, icon } from "../../lib/dom.js";
import { download } from "../../lib/download.js";
import { t } from "../../lib/i18n.js";
import { forgetDrafts } from "./draft.js";
import { usersCard } from "./people.js";
import { profileCard } from "./profile.js";
import { joinForm, registerForm } from "./register.js";

/**
 * @typedef {import("../../components/page-frame.js").Context} Context
 * @typedef {import("../../components/upload-field.js").Document} Document
 *
 * @typedef {object} Own the organisation as those who act for it see it
 * @property {{id: string, name: string, credit_code: string, about: string, has_union: boolean, state: string}} provider
 * @property {string} reason
 * @property {string} bank
 * @property {string} bank_account its last digits
 * @property {string[]} users
 * @property {Document[]} documents
 */

/** How a state looks. @type {Record<string, string>} */
const LOOKS = { applied: "warn", verified: "good", refused: "bad" };
const ICONS = /** @type {Record<string, string>} */ ({ applied: "wait", verified: "good", refused: "bad" });

/** The organisation: to be registered, or as it is. @param {Context} context */
export function organisationView(context) {
  return loadedView(t("provider.organisation"), async (again) => [
    ...(await parts(context, again)),
    leaving(context),
  ]);
}

/** @param {Context} context @param {() => void} again */
async function parts(context, again) {
  const { api } = context;
  const [own, me] = await Promise.all([
    api.get("/v1/me/organisation").catch(nobody),
    api.get("/v1/me"),
  ]);
  if (!own) {
    return [
      h("p", { class: "note note--info" }, icon("info"), t("provider.register_first")),
      registerForm(context, again),
      joinForm(context, again),
    ];
  }
  const { state } = own.provider;
  const shownState = h(
    "p",
    { class: `note note--${LOOKS[state]}`, "data-testid": "provider-state", "data-state": state },
    icon(ICONS[state]),
    [t(`provider.is_${state}`), own.reason].filter(Boolean).join(" "),
  );
  if (state === "refused") return [shownState, registerForm(context, again)];
  return [
    shownState,
    whoCard(own),
    papersCard(context, own, again),
    profileCard(context, own),
    usersCard(context, own, me.id, again),
  ];
}

/** @param {import("../../lib/problem.js").Problem} problem @returns {null} */
function nobody(problem) {
  if (problem.code === "not_registered") return null;
  throw problem;
}

/** @param {Own} own */
const whoCard = ({ provider, bank, bank_account }) =>
  h(
    "article",
    { class: "card stack", "data-testid": "organisation" },
    h("h2", null, provider.name),
    factList([
      [t("provider.credit_code"), h("span", { class: "code" }, provider.credit_code)],
      [t("provider.bank"), bank],
      [t("provider.account_number"), h("span", { class: "code" }, bank_account)],
    ]),
  );

/** @param {Context} context @param {Own} own @param {() => void} again */
function papersCard(context, { provider, documents }, again) {
  const missing = provider.state === "applied" && !documents.length;
  return h(
    "article",
    { class: "card stack" },
    h("h2", null, t("provider.papers")),
    missing &&
      h("p", { class: "note note--warn", "data-testid": "papers-missing" }, icon("warn"), t("provider.papers_missing")),
    h("p", { class: "muted" }, t("provider.papers_text")),
    ...documents.map((document) => paper(context, document)),
    uploadField(context, {
      label: t("provider.add_paper"),
      path: "/v1/me/organisation/documents",
      taken: () => again(),
    }),
  );
}

/** @param {Context} context @param {Document} document */
const paper = ({ api, toast }, { id, name, size, sha256 }) =>
  h(
    "div",
    { class: "stack", "data-testid": "document" },
    h(
      "div",
      { class: "row row--between" },
      h("span", { class: "grow wrap" }, t("provider.file", { name, size: megabytes(size) })),
      actButton({
        label: t("provider.download"),
        testid: "download",
        toast,
        act: () => download(api, `/v1/documents/${id}`),
      }),
    ),
    h("p", { class: "code wrap muted" }, sha256),
  );

/** @param {Context} context */
function leaving(context) {
  const box = h("input", { type: "checkbox", "data-testid": "forget-drafts" });
  return h(
    "section",
    { class: "card stack" },
    h("h2", null, t("account.log_out")),
    h("label", { class: "tick" }, box, t("provider.forget_drafts")),
    h("p", { class: "muted" }, t("provider.forget_drafts_text")),
    h("div", { class: "row" }, logOutButton(context, () => box.checked && forgetDrafts())),
  );
}
