import { form } from "../../components/form.js";
import { ask } from "../../components/uh-dialog.js";
import { h } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { Problem } from "../../lib/problem.js";

/**
 * @typedef {{need_id: string, code: string, need_class: string, votes: number, people: number, cost: number}} Candidate
 * @typedef {{basis: string, need_ids: string[], votes: number, cost: number}} Proposal
 *
 * @typedef {object} Parts
 * @property {import("../staff/page.js").StaffPage} page
 * @property {string} id of the survey
 * @property {Map<string, string>} titles
 * @property {object} wanted quotas, budget and costs as they were sent
 * @property {{candidates: Candidate[], proposals: Proposal[]}} answer
 * @property {() => void} again
 */

/**
 * The candidates by rank, each proposal a column, and the decision: one starts from a proposal and
 * says why for each difference.
 * @param {Parts} parts
 */
export function proposalTable({ page, id, titles, wanted, answer, again }) {
  const { candidates, proposals } = answer;
  let basis = proposals.find((each) => each.basis === "quotas") || proposals[0];
  const total = h("p", { role: "status", "data-testid": "total" });
  const rows = candidates.map((candidate, at) => {
    const title = titles.get(candidate.need_id) || candidate.code;
    const box = h("input", {
      type: "checkbox",
      "data-testid": `choose-${candidate.code}`,
      onchange: fit,
    });
    const reason = h("input", {
      maxlength: 500,
      "aria-label": `${t("demand.reason_for")}: ${title}`,
      placeholder: t("demand.reason_for"),
      "data-testid": `reason-${candidate.code}`,
    });
    const element = h(
      "tr",
      { "data-testid": "candidate" },
      h(
        "td",
        null,
        h("label", { class: "tick" }, box, h("span", null, `${at + 1}. ${title}`)),
        reason,
      ),
      h("td", null, t(`voice.${candidate.need_class}`)),
      h("td", { class: "number" }, candidate.votes),
      h("td", { class: "number" }, candidate.people),
      h("td", { class: "number" }, candidate.cost ? (candidate.cost / 100).toLocaleString() : "–"),
      ...proposals.map(({ need_ids }) =>
        h("td", null, need_ids.includes(candidate.need_id) ? "✓" : ""),
      ),
    );
    return { candidate, box, reason, element };
  });

  const differs = (/** @type {typeof rows[0]} */ row) =>
    row.box.checked !== basis.need_ids.includes(row.candidate.need_id);

  function fit() {
    for (const row of rows) row.reason.hidden = !differs(row);
    const chosen = rows.filter((row) => row.box.checked);
    const cost = chosen.reduce((sum, row) => sum + row.candidate.cost, 0);
    total.textContent = t("demand.total", {
      n: chosen.length,
      votes: chosen.reduce((sum, row) => sum + row.candidate.votes, 0),
      yuan: (cost / 100).toLocaleString(),
      differing: rows.filter(differs).length,
    });
  }
  /** @param {Proposal} proposal */
  function start(proposal) {
    basis = proposal;
    for (const row of rows) row.box.checked = proposal.need_ids.includes(row.candidate.need_id);
    fit();
  }
  start(basis);

  const bases = h(
    "fieldset",
    { class: "ticks" },
    h("legend", { class: "field__label" }, t("demand.basis")),
    ...proposals.map((proposal) =>
      h(
        "label",
        { class: "choice" },
        h("input", {
          type: "radio",
          name: "basis",
          value: proposal.basis,
          checked: proposal === basis,
          "data-testid": `basis-${proposal.basis}`,
          onchange: () => start(proposal),
        }),
        `${t(`demand.basis_${proposal.basis}`)} · ${t("demand.proposal", {
          n: proposal.need_ids.length,
          votes: proposal.votes,
          yuan: (proposal.cost / 100).toLocaleString(),
        })}`,
      ),
    ),
  );
  const head = [
    t("demand.chosen"),
    ...["need_class", "votes", "people", "cost"].map((name) => t(`demand.${name}`)),
    ...proposals.map((proposal) => t(`demand.basis_${proposal.basis}`)),
  ].map((name) => h("th", { scope: "col" }, name));
  return form({
    fields: [
      bases,
      h(
        "div",
        { class: "scroll card figures", tabindex: "0", role: "region", "aria-label": t("demand.propose") },
        h("table", null, h("thead", null, h("tr", null, ...head)), h("tbody", null, ...rows.map((row) => row.element))),
      ),
      total,
    ],
    action: t("demand.decide_selection"),
    testid: "decide",
    submit: async () => {
      const open = rows.find((row) => differs(row) && !row.reason.value.trim());
      if (open) {
        open.reason.focus();
        throw new Problem({ status: 422, code: "reason_missing" });
      }
      const chosen = rows.filter((row) => row.box.checked).map((row) => row.candidate.need_id);
      const sure = await ask({
        heading: t("demand.decide_selection"),
        content: [h("p", null, t("demand.decide_sure", { n: chosen.length }))],
        action: t("demand.decide_selection"),
      });
      if (!sure) return;
      const reasons = Object.fromEntries(
        rows.filter(differs).map((row) => [row.candidate.need_id, row.reason.value.trim()]),
      );
      await page.api.post(`/v1/surveys/${id}/selection`, { ...wanted, basis: basis.basis, chosen, reasons });
      again();
    },
  });
}
