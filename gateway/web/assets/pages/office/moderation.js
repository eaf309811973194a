import { form } from "../../components/form.js";
import { field } from "../../components/uh-field.js";
import { h, text } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { Problem } from "../../lib/problem.js";

/**
 * Keeps the method's order or changes it, with the reason and the view of those against it.
 * @param {import("../staff/page.js").StaffPage} page
 * @param {string} tender
 * @param {import("./ranking.js").Outcome} outcome
 * @param {() => void} again
 */
export function moderationForm({ api, toast }, tender, { items }, again) {
  const byMethod = [...items].sort((one, other) => one.place_by_method - other.place_by_method);
  let order = [...items];
  const told = h("p", { role: "status", "data-testid": "order-state" });
  const list = h("ol", { class: "order" });
  const changed = () => order.some((item, at) => item !== byMethod[at]);

  /** @param {number} at @param {number} by */
  function move(at, by) {
    const [item] = order.splice(at, 1);
    order.splice(at + by, 0, item);
    draw();
    const buttons = list.children[at + by].querySelectorAll("button");
    const wanted = buttons[by < 0 ? 0 : 1];
    (wanted.disabled ? buttons[by < 0 ? 1 : 0] : wanted).focus();
  }

  function draw() {
    list.replaceChildren(
      ...order.map((item, at) => {
        const name = item.provider_name;
        /** @param {"up" | "down"} way @param {number} by @param {boolean} disabled */
        const button = (way, by, disabled) =>
          h(
            "button",
            {
              type: "button",
              class: "button",
              disabled,
              "aria-label": t(`rank.${way}_name`, { name }),
              "data-testid": `move-${way}`,
              onclick: () => move(at, by),
            },
            t(`rank.${way}`),
          );
        return h(
          "li",
          { "data-testid": "order-item" },
          h(
            "div",
            { class: "row row--between" },
            h("span", { class: "grow" }, t("rank.label", { name, label: item.label })),
            h("span", { class: "row" }, button("up", -1, at === 0), button("down", 1, at === order.length - 1)),
          ),
        );
      }),
    );
    text(told, t(changed() ? "rank.order_changed" : "rank.order_kept"));
  }
  draw();
  return h(
    "details",
    { class: "card", "data-testid": "moderate", open: items.some(({ turned_by }) => turned_by.length) },
    h("summary", null, t("rank.moderate")),
    form({
      fields: [
        h("p", { class: "muted" }, t("rank.moderate_text")),
        list,
        told,
        field(
          t("check.reason"),
          h("textarea", { name: "reason", rows: 3, maxlength: 2000, required: true, "data-testid": "moderate-reason" }),
        ),
        field(
          t("rank.minority"),
          h("textarea", { name: "minority_view", rows: 3, maxlength: 2000, "data-testid": "minority" }),
          t("rank.minority_hint"),
        ),
      ],
      action: t("rank.moderate_send"),
      testid: "moderate-send",
      submit: async (values) => {
        const minority_view = String(values.get("minority_view")).trim();
        if (changed() && !minority_view) throw new Problem({ status: 422, code: "minority_missing" });
        await api.post(`/v1/tenders/${tender}/moderation`, {
          order: changed() ? order.map(({ application_id }) => application_id) : [],
          reason: String(values.get("reason")),
          minority_view,
        });
        toast.show(t("rank.moderated"), { kind: "good" });
        again();
      },
    }),
  );
}
