import { canonical, sha256 } from "../../lib/canonical.js";

/**
 * @typedef {import("./draft.js").Draft} Draft
 * @typedef {import("./draft.js").Receipt} Receipt
 *
 * @typedef {object} Written an application as it is handed in; amounts in fen
 * @property {string} plan
 * @property {{name: string, role: string, qualification: string}[]} team
 * @property {{item: string, amount: number}[]} budget
 * @property {{line: number, answer: string}[]} answers
 */

/** @param {string} requirements @returns {string[]} a line each; an application answers each */
export const linesOf = (requirements) =>
  requirements
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);

/** @param {string} yuan as typed @returns {number} fen, 0 for nothing that is a sum */
export const fen = (yuan) =>
  /^\d{1,11}(\.\d{1,2})?$/.test(yuan.trim()) ? Math.round(Number(yuan) * 100) : 0;

/** @param {Draft["budget"]} budget @returns {number} fen */
export const sumOf = (budget) => budget.reduce((sum, { yuan }) => sum + fen(yuan), 0);

/** @param {Draft} draft @param {string[]} lines @returns {Written} trimmed, as the server keeps it */
export const written = (draft, lines) => ({
  plan: draft.plan.trim(),
  team: draft.team.map(({ name, role, qualification }) => ({
    name: name.trim(),
    role: role.trim(),
    qualification: qualification.trim(),
  })),
  budget: draft.budget.map(({ item, yuan }) => ({ item: item.trim(), amount: fen(yuan) })),
  answers: lines.map((line, at) => ({ line: at + 1, answer: (draft.answers[line] || "").trim() })),
});

/**
 * What was sealed, in the very form that the receipt is the hash of.
 * @param {Written} parts
 * @param {Draft["documents"]} documents
 */
export const sealed = (parts, documents) => ({
  ...parts,
  price: parts.budget.reduce((sum, { amount }) => sum + amount, 0),
  documents: [...documents]
    .sort((one, other) => (one.id < other.id ? -1 : 1))
    .map(({ id, sha256: hash }) => ({ id, sha256: hash })),
});

/** @param {Receipt} receipt @returns {Promise<string>} its hash, counted again; empty if it cannot be */
export const hashOf = ({ application_id, version, salt, content }) =>
  sha256(canonical({ application: application_id, version, salt, content }));
