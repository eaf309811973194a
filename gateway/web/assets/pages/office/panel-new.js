import { form } from "../../components/form.js";
import { field } from "../../components/uh-field.js";
import { h } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { Problem } from "../../lib/problem.js";
import { lotFields, readLot } from "./lot-card.js";
import { candidateRows, seatRows } from "./people-editor.js";

/**
 * Names a panel: for which tenders, who sits on which seat, who follows by lot.
 * @param {import("../staff/page.js").StaffPage} page
 * @param {object} about
 * @param {import("./batches.js").Batch} about.batch
 * @param {import("./panels.js").Tender[]} about.free those that have none
 * @param {import("./panels.js").Panel[]} about.panels whose people can be taken over
 * @param {import("./people-editor.js").Account[]} about.accounts of reviewers
 * @param {() => void} about.again
 */
export function panelForm({ api, clock, toast }, { batch, free, panels, accounts, again }) {
  let members = seatRows(batch.seats, accounts, []);
  const place = h("div", null, members.element);
  const candidates = candidateRows(Object.keys(batch.seats), accounts);
  const preset = h(
    "select",
    { "data-testid": "preset", onchange: () => fill() },
    h("option", { value: "" }, t("seats.preset_empty")),
    ...panels.map((_, at) => h("option", { value: at }, t("seats.preset_panel", { n: at + 1 }))),
  );
  function fill() {
    const from = panels[Number(preset.value)];
    const people = preset.value === "" ? [] : from.people.filter(({ member }) => member);
    members = seatRows(batch.seats, accounts, people);
    place.replaceChildren(members.element);
  }
  const boxes = free.map(({ id }) =>
    h("input", { type: "checkbox", name: "tender_ids", value: id, checked: true, "data-testid": "panel-tender" }),
  );
  const box = form({
    fields: [
      h(
        "details",
        { class: "stack" },
        h("summary", null, t("seats.for_tenders", { n: free.length })),
        ...free.map(({ code, title }, at) => h("label", { class: "choice" }, boxes[at], `${code} ${title}`)),
      ),
      panels.length ? field(t("seats.preset"), preset) : "",
      h("h3", null, t("seats.members")),
      h("p", { class: "muted" }, t("seats.members_text")),
      place,
      h("h3", null, t("seats.candidates")),
      h("p", { class: "muted" }, t("seats.candidates_text")),
      candidates.element,
      ...lotFields(clock),
    ].filter((part) => part instanceof HTMLElement),
    action: t("seats.form"),
    testid: "form-panel",
    submit: async (values) => {
      const tender_ids = values.getAll("tender_ids").map(String);
      if (!tender_ids.length) throw new Problem({ status: 422, code: "no_tender_chosen" });
      const named = [...members.read(), ...candidates.read()].map(({ account_id }) => account_id);
      if (new Set(named).size < named.length) throw new Problem({ status: 422, code: "named_twice" });
      await api.post(`/v1/batches/${batch.id}/panels`, {
        tender_ids,
        members: members.read(),
        candidates: candidates.read(),
        ...readLot(values),
      });
      toast.show(t("seats.formed"), { kind: "good" });
      again();
    },
  });
  return h(
    "details",
    { class: "card", "data-testid": "new-panel", open: !panels.length },
    h("summary", null, t("seats.new")),
    h("div", { class: "stack" }, box),
  );
}
