import { forget, keep, recall } from "../../lib/storage.js";

/**
 * What is written lies in this browser and nowhere else until it is handed in: before the deadline
 * nobody may read it, the house included, so the house does not have it.
 *
 * @typedef {object} Draft
 * @property {string} plan
 * @property {{name: string, role: string, qualification: string}[]} team
 * @property {{item: string, yuan: string}[]} budget
 * @property {Record<string, string>} answers by the requirement's own words, which outlast an amendment
 * @property {import("../../components/upload-field.js").Document[]} documents
 * @property {number} saved_at ms since 1970, 0 for never
 *
 * @typedef {object} Receipt what the organisation holds in its hands after handing in
 * @property {string} application_id
 * @property {number} version
 * @property {string} salt
 * @property {string} receipt_sha256
 * @property {string} handed_in_at
 * @property {any} content
 *
 * @typedef {{provider: string, tender: string}} Of whose, and what for
 */

const DRAFTS = "uh.provider.draft.";
const RECEIPTS = "uh.provider.receipt.";

/** @param {string} kind @param {Of} of */
const nameOf = (kind, { provider, tender }) => `${kind}${provider}.${tender}`;

/** @returns {Draft} */
const nothing = () => ({
  plan: "",
  team: [{ name: "", role: "", qualification: "" }],
  budget: [{ item: "", yuan: "" }],
  answers: {},
  documents: [],
  saved_at: 0,
});

/** @param {Of} of @returns {Draft} */
export const recallDraft = (of) => ({ ...nothing(), ...recall(nameOf(DRAFTS, of)) });

/** @param {Of} of @param {Draft} draft */
export const keepDraft = (of, draft) => keep(nameOf(DRAFTS, of), draft);

/** @param {Of} of @returns {Receipt | null} */
export const recallReceipt = (of) => recall(nameOf(RECEIPTS, of));

/** @param {Of} of @param {Receipt} receipt */
export const keepReceipt = (of, receipt) => keep(nameOf(RECEIPTS, of), receipt);

/** Nothing of any application stays in this browser. */
export function forgetDrafts() {
  forget(DRAFTS);
  forget(RECEIPTS);
}
