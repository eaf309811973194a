import { form } from "../../components/form.js";
import { actButton } from "../../components/loaded.js";
import { field } from "../../components/uh-field.js";
import { h } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { AUDIENCES } from "./new-release-eligibility.js";

/**
 * Shows and records the groups that a member belongs to. What is ticked replaces what was recorded
 * before.
 * @param {import("../staff/page.js").StaffPage} page
 */
export function groupsView({ api, toast }) {
  const result = h("div", { role: "status" });
  const card = h("input", {
    name: "card_no",
    required: true,
    inputmode: "numeric",
    autocomplete: "off",
    maxlength: 24,
    "data-testid": "card-no",
  });
  const look = actButton({
    label: t("groups.look"),
    testid: "look",
    toast,
    act: async () => {
      result.replaceChildren();
      if (!card.reportValidity()) return;
      const place = `/v1/members/audiences?card_no=${encodeURIComponent(card.value.trim())}`;
      const { audiences } = await api.get(place);
      const boxes = /** @type {NodeListOf<HTMLInputElement>} */ (
        box.querySelectorAll("input[name=audiences]")
      );
      for (const each of boxes) each.checked = audiences.includes(each.value);
      say("groups.looked", audiences, "info");
    },
  });

  /** @param {string} words @param {string[]} audiences @param {string} kind */
  function say(words, audiences, kind) {
    const names = audiences.map((code) => t(`audience.${code}`)).join(" · ") || t("groups.none");
    result.replaceChildren(
      h("p", { class: `note note--${kind}`, "data-testid": "recorded" }, t(words, { names })),
    );
  }
  const box = form({
    fields: [
      field(t("groups.card"), card),
      h("div", { class: "row" }, look),
      h(
        "fieldset",
        { class: "choices" },
        h("legend", { class: "field__label" }, t("groups.all")),
        ...AUDIENCES.map((code) =>
          h(
            "label",
            { class: "choice" },
            h("input", { type: "checkbox", name: "audiences", value: code }),
            t(`audience.${code}`),
          ),
        ),
      ),
      field(
        t("groups.reason"),
        h("input", { name: "reason", required: true, maxlength: 200, "data-testid": "reason" }),
        t("groups.reason_hint"),
      ),
    ],
    action: t("groups.record"),
    testid: "record",
    submit: async (values) => {
      result.replaceChildren();
      const { audiences } = await api.post("/v1/members/audiences", {
        card_no: String(values.get("card_no")),
        audiences: values.getAll("audiences").map(String),
        reason: String(values.get("reason")),
      });
      say("groups.recorded", audiences, "good");
      box.reset(); // the next card starts without the groups of this one
    },
  });
  const element = h(
    "section",
    { class: "stack narrow" },
    h("h1", { tabindex: "-1" }, t("groups.heading")),
    h("p", { class: "muted" }, t("groups.about")),
    h("div", { class: "card" }, box),
    result,
  );
  return { title: t("groups.heading"), element, stop: () => {} };
}
