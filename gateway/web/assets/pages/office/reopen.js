import { form } from "../../components/form.js";
import { field } from "../../components/uh-field.js";
import { h } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { toInstant, toLocal } from "../../lib/time.js";

const DAY = 24 * 3600e3;

/**
 * Gives a sheet that was handed in back to its reviewer, with a reason.
 * @param {import("../staff/page.js").StaffPage} page
 * @param {string} batch
 * @param {string} tender
 * @param {() => void} again
 * @returns {Promise<HTMLElement>}
 */
export async function reopenForm({ api, clock, toast }, batch, tender, again) {
  /** @type {{items: import("./progress.js").ProgressTender[]}} */
  const { items } = await api.get(`/v1/batches/${batch}/progress`);
  const found = items.find(({ tender_id }) => tender_id === tender);
  const sheets = !found
    ? []
    : found.applications.flatMap(({ application_id, label, sheets: states }) =>
        found.reviewers
          .map((reviewer, at) => ({ application_id, label, reviewer, state: states[at] }))
          .filter(({ state }) => state === "submitted"),
      );
  if (!sheets.length) return h("p", { class: "muted" }, t("rank.no_sheet"));
  return h(
    "details",
    { class: "card" },
    h("summary", null, t("rank.reopen")),
    form({
      fields: [
        field(
          t("rank.sheet"),
          h(
            "select",
            { name: "sheet", "data-testid": "sheet" },
            ...sheets.map(({ label, reviewer }, at) =>
              h("option", { value: at }, t("rank.sheet_of", { label, name: reviewer.name })),
            ),
          ),
        ),
        field(
          t("check.until"),
          h("input", { name: "until", type: "datetime-local", required: true, value: toLocal(clock.now() + DAY) }),
          t("office.zone"),
        ),
        field(
          t("check.reason"),
          h("textarea", { name: "reason", rows: 3, maxlength: 500, required: true, "data-testid": "reopen-reason" }),
        ),
      ],
      action: t("rank.reopen"),
      testid: "reopen",
      submit: async (values) => {
        const { application_id, reviewer } = sheets[Number(values.get("sheet"))];
        await api.post(`/v1/reviews/${application_id}/reopening`, {
          reviewer_id: reviewer.account_id,
          until: toInstant(String(values.get("until"))),
          reason: String(values.get("reason")),
        });
        toast.show(t("rank.reopened"), { kind: "good" });
        again();
      },
    }),
  );
}
