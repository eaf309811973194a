import { dataTable } from "../../components/data-table.js";
import { form } from "../../components/form.js";
import { field } from "../../components/uh-field.js";
import { h } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { shown, toInstant, toLocal } from "../../lib/time.js";
import { has } from "./batches.js";

/** @typedef {{application_id: string, starts_at: string, ends_at: string, place: string}} Slot */

const DAY = 24 * 3600e3;
const PLANNED = ["opening", "scoring"];

/**
 * The timetable in which applicants present, and a form to set it.
 * @param {import("../staff/page.js").StaffPage} page
 * @param {{id: string, state: string, blind: boolean}} tender
 * @param {Map<string, string>} applicants names by application
 * @param {() => void} again
 * @returns {Promise<HTMLElement>}
 */
export async function presentations(page, tender, applicants, again) {
  /** @type {{items: Slot[]}} */
  const { items } = await page.api.get(`/v1/tenders/${tender.id}/presentations`);
  const plannable = has(page, "federation") && PLANNED.includes(tender.state) && !tender.blind && applicants.size;
  const none = t(tender.blind ? "talk.blind" : "talk.none");
  return h(
    "section",
    { class: "stack", "data-testid": "presentations" },
    h("h2", null, t("talk.heading")),
    items.length
      ? dataTable(
          t("talk.heading"),
          [t("talk.starts"), t("talk.ends"), t("talk.who"), t("talk.place")],
          items.map(({ application_id, starts_at, ends_at, place }) =>
            h(
              "tr",
              { "data-testid": "slot" },
              h("td", null, shown(starts_at)),
              h("td", null, shown(ends_at, "time")),
              h("td", null, applicants.get(application_id) || application_id),
              h("td", null, place),
            ),
          ),
        )
      : h("p", { class: "muted" }, none),
    plannable ? planForm(page, tender.id, again) : "",
  );
}

/** @param {import("../staff/page.js").StaffPage} page @param {string} tender @param {() => void} again */
function planForm({ api, clock, toast }, tender, again) {
  /** @param {string} name @param {number} min @param {number} value */
  const minutes = (name, min, value) =>
    h("input", { name, type: "number", min, max: 240, step: 1, required: true, value, "data-testid": name });
  return h(
    "details",
    { class: "card" },
    h("summary", null, t("talk.plan")),
    form({
      fields: [
        h("p", { class: "muted" }, t("talk.plan_text")),
        field(
          t("talk.starts"),
          h("input", {
            name: "starts_at",
            type: "datetime-local",
            required: true,
            value: toLocal(clock.now() + DAY),
            "data-testid": "starts_at",
          }),
          t("office.zone"),
        ),
        field(t("talk.minutes"), minutes("minutes", 5, 20)),
        field(t("talk.pause"), minutes("pause", 0, 5)),
        field(t("talk.place"), h("input", { name: "place", required: true, maxlength: 120, "data-testid": "place" })),
      ],
      action: t("talk.plan"),
      testid: "plan-presentations",
      submit: async (values) => {
        await api.post(`/v1/tenders/${tender}/presentations`, {
          starts_at: toInstant(String(values.get("starts_at"))),
          minutes: Number(values.get("minutes")),
          pause: Number(values.get("pause")),
          place: String(values.get("place")).trim(),
        });
        toast.show(t("talk.planned"), { kind: "good" });
        again();
      },
    }),
  );
}
