import { callState, factList, yuan } from "../../components/call.js";
import { loadedView } from "../../components/loaded.js";
import { h, icon } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { judgedParts, presentationCard } from "./judged.js";
import { contentCard, openedParts, progress } from "./opened.js";
import { receiptCard } from "./receipt.js";
import { sealedParts } from "./sealed.js";
import { NOTICED, applicationState } from "./states.js";

/**
 * @typedef {import("../../components/page-frame.js").Context} Context
 * @typedef {import("../../components/call.js").Call} Call
 * @typedef {import("./mine.js").Entry} Entry
 */

const SEALED = new Set(["sealed", "stale", "withdrawn"]);

/**
 * All of one application, from the first word to the letter.
 * @param {Context} context
 * @param {string} tender
 */
export function applicationView(context, tender) {
  const { api } = context;
  return loadedView(t("provider.application"), async (again) => {
    const place = encodeURIComponent(tender);
    const [call, desk, own] = await Promise.all([
      api.get(`/v1/calls/${place}`),
      api.get(`/v1/me/application-desk?tender_id=${place}`),
      api.get("/v1/me/organisation"),
    ]);
    /** @type {Entry | null} */
    const entry = desk.items[0] || null;
    const { provider } = own;
    const parts =
      entry && !SEALED.has(entry.state)
        ? await openedPage(context, call, entry, provider.id, again)
        : sealedParts(context, { call, entry, provider, again });
    return [
      h("a", { class: "back", href: "#/mine" }, icon("back"), t("provider.mine")),
      head(call, entry),
      .../** @type {HTMLElement[]} */ (parts.filter(Boolean)),
    ];
  });
}

/**
 * @param {Context} context
 * @param {Call} call
 * @param {Entry} entry
 * @param {string} provider
 * @param {() => void} again
 */
async function openedPage(context, call, entry, provider, again) {
  const { api } = context;
  const noticed = NOTICED.has(call.state);
  const [application, result, notice] = await Promise.all([
    api.get(`/v1/applications/${entry.id}`),
    noticed ? api.get(`/v1/applications/${entry.id}/result`) : null,
    noticed ? api.get(`/v1/calls/${call.id}/award`).catch(none) : null,
  ]);
  return [
    !noticed && progress(entry.state),
    ...openedParts(context, application, again),
    !noticed && entry.presentation && presentationCard(entry.presentation),
    ...(notice ? judgedParts(context, { result, notice, tender: call.id, again }) : []),
    receiptCard(entry, provider),
    contentCard(context, application),
  ];
}

/** A tender that nobody could win has no award. @param {import("../../lib/problem.js").Problem} problem */
function none(problem) {
  if (problem.status === 404) return null;
  throw problem;
}

/** @param {Call} call @param {Entry | null} entry */
const head = ({ id, code, title, budget, state }, entry) =>
  h(
    "article",
    { class: "card stack" },
    h(
      "div",
      { class: "row row--between" },
      h("span", { class: "code" }, code),
      entry ? applicationState(entry.state, state) : callState(state),
    ),
    h("h2", null, title),
    factList([
      [t("call.budget"), yuan(budget)],
      [t("call.state"), t(`call.state_${state}`)],
    ]),
    h("p", null, h("a", { href: `/calls/#/call/${id}` }, t("provider.to_call"))),
  );
