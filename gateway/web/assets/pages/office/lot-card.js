import { form } from "../../components/form.js";
import { field } from "../../components/uh-field.js";
import { h, icon } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { shown, toInstant, toLocal } from "../../lib/time.js";
import { has } from "./batches.js";

/**
 * @typedef {import("../staff/page.js").StaffPage} StaffPage
 *
 * @typedef {object} Lot
 * @property {string} id
 * @property {string} about
 * @property {string} source
 * @property {string} due_at
 * @property {string[]} names
 * @property {string} names_sha256
 * @property {string | null} value
 * @property {string | null} drawn_at
 * @property {string[]} order
 */

const DAY = 24 * 3600e3;

/**
 * A lot: what was fixed before, the value, and the order that anybody can compute again.
 * @param {StaffPage} page
 * @param {Lot} lot
 * @param {(name: string) => string} told what a name of the lot stands for
 * @param {() => void} again
 */
export function lotCard(page, lot, told, again) {
  const { source, due_at, names, names_sha256, value, drawn_at, order } = lot;
  const due = page.clock.now() >= Date.parse(due_at);
  return h(
    "section",
    { class: "stack", "data-testid": "lot", "data-state": value === null ? "announced" : "drawn" },
    h(
      "div",
      { class: "row row--between" },
      h("h4", null, t("lot.heading", { n: names.length })),
      h("span", { class: `badge badge--${value === null ? "before" : "open"}` }, t(value === null ? "lot.announced" : "lot.drawn")),
    ),
    h("p", null, t("lot.source", { source, when: shown(due_at) })),
    value === null
      ? h("p", { class: "muted" }, names.map(told).join("、"))
      : h("ol", { class: "order" }, ...order.map((name) => h("li", { "data-testid": "lot-place" }, told(name)))),
    value !== null &&
      h("p", { class: "wrap" }, t("lot.value_was", { value, when: shown(drawn_at || "") })),
    h(
      "details",
      null,
      h("summary", null, t("lot.check")),
      h("p", { class: "muted" }, t("lot.how")),
      h("p", { class: "code wrap" }, names_sha256),
    ),
    value === null && !due && h("p", { class: "note note--info" }, icon("wait"), t("lot.not_due", { when: shown(due_at) })),
    value === null && due && has(page, "federation") && valueForm(page, lot, again),
  );
}

/** @param {StaffPage} page @param {Lot} lot @param {() => void} again */
const valueForm = ({ api, toast }, { id }, again) =>
  form({
    fields: [
      field(
        t("lot.value"),
        h("input", { name: "value", required: true, maxlength: 200, autocomplete: "off", "data-testid": "lot-value" }),
        t("lot.value_hint"),
      ),
    ],
    action: t("lot.enter"),
    testid: "enter-lot",
    submit: async (values) => {
      await api.post(`/v1/lots/${id}/value`, { value: String(values.get("value")).trim() });
      toast.show(t("lot.entered"), { kind: "good" });
      again();
    },
  });

/**
 * Where the value of a lot will come from, and when it is public.
 * @param {import("../../lib/clock.js").ServerClock} clock
 * @returns {HTMLElement[]}
 */
export const lotFields = (clock) => [
  field(
    t("lot.source_field"),
    h("input", { name: "source", required: true, maxlength: 200, "data-testid": "lot-source" }),
    t("lot.source_hint"),
  ),
  field(
    t("lot.due"),
    h("input", {
      name: "due_at",
      type: "datetime-local",
      required: true,
      value: toLocal(clock.now() + DAY),
      "data-testid": "lot-due",
    }),
    t("lot.due_hint"),
  ),
];

/** What `lotFields` hold. @param {FormData} values */
export const readLot = (values) => ({
  source: String(values.get("source")).trim(),
  due_at: toInstant(String(values.get("due_at"))),
});
