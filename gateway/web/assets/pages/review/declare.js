import { form } from "../../components/form.js";
import { loadedView } from "../../components/loaded.js";
import { field } from "../../components/uh-field.js";
import { h, icon } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { back } from "./back.js";

/**
 * Who applied, with what the reviewer has in common with them, and the declaration.
 * @param {import("../staff/page.js").StaffPage} page
 * @param {string} id of the tender
 */
export function declareView({ api, toast }, id) {
  const path = `/v1/tenders/${id}/declaration`;
  return loadedView(t("review.declare"), async () => {
    const { title, applicants } = await api.get(path);
    return [
      back(),
      h("h2", null, title),
      h("ul", { class: "stack", "data-testid": "applicants" }, applicants.map(applicant)),
      declaration(),
    ];
  });

  function declaration() {
    const reason = h("textarea", { name: "reason", maxlength: 500, "data-testid": "reason" });
    const place = field(t("review.reason"), reason);
    place.hidden = true;
    /** @param {string} value @param {string} label */
    const choice = (value, label) =>
      h(
        "label",
        { class: "choice" },
        h("input", {
          type: "radio",
          name: "conflict",
          value,
          checked: value === "no",
          "data-testid": `conflict-${value}`,
          onchange: () => (place.hidden = !(reason.required = value === "yes")),
        }),
        label,
      );
    return form({
      fields: [
        h(
          "fieldset",
          { class: "stack" },
          h("legend", null, t("review.asked")),
          choice("no", t("review.clear")),
          choice("yes", t("review.conflict")),
        ),
        place,
      ],
      action: t("review.declare_send"),
      testid: "declare-send",
      submit: async (values) => {
        const conflict = values.get("conflict") === "yes";
        await api.post(path, { conflict, reason: conflict ? values.get("reason") : "" });
        toast.show(t("review.declared"), { kind: "good" });
        location.hash = "#/desk";
      },
    });
  }
}

/** @param {{name: string, hints: string[]}} applicant */
const applicant = ({ name, hints }) =>
  h(
    "li",
    null,
    name,
    hints.map((hint) =>
      h("p", { class: "note note--warn" }, icon("warn"), t(`review.hint.${hint}`)),
    ),
  );
