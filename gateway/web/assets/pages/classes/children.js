import "../../components/uh-empty.js";
import { form } from "../../components/form.js";
import { actButton, loadedView } from "../../components/loaded.js";
import { ask } from "../../components/uh-dialog.js";
import { field } from "../../components/uh-field.js";
import { h, icon } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";

const RELATIONS = ["child", "grandchild", "ward", "spouse", "parent", "companion"];

/**
 * The member's children: who they are, who may fetch them, what to mind.
 * @param {import("../classes.js").Context} context
 */
export function childrenView({ api, toast }) {
  return loadedView(t("class.tab_children"), async (again) => {
    const { items } = await api.get("/v1/me/children");
    return [
      h("p", { class: "note note--info" }, icon("info"), t("class.private")),
      ...items.map((/** @type {any} */ child) => card(child, api, toast, again)),
      h(
        "details",
        { class: "card", open: !items.length, "data-testid": "new-child" },
        h("summary", null, t("class.add_child")),
        childForm(api, toast, again),
      ),
    ];
  });
}

/**
 * @param {any} child
 * @param {import("../../lib/api.js").Api} api
 * @param {import("../../components/uh-toast.js").Toast} toast
 * @param {() => void} again
 */
function card(child, api, toast, again) {
  const { id, name, birth_date, pickups, guardians, health, allergies } = child;
  async function remove() {
    const sure = await ask({
      heading: t("class.forget"),
      content: [h("p", null, t("class.forget_sure", { name }))],
      action: t("class.forget"),
    });
    if (!sure) return;
    await api.send(`/v1/me/children/${id}`, { method: "DELETE" });
    again();
  }
  /** @param {any[]} people */
  const list = (people) => people.map((p) => `${p.name} ${p.phone}`).join("；") || "—";
  return h(
    "article",
    { class: "card stack", "data-testid": "child", "data-id": id },
    h("h2", null, name),
    h("p", { class: "muted" }, birth_date, " · ", t(`class.is_${child.relation}`)),
    h(
      "dl",
      { class: "facts" },
      h("dt", null, t("class.guardian")),
      h("dd", null, list(guardians)),
      h("dt", null, t("class.pickup")),
      h("dd", null, list(pickups)),
      h("dt", null, t("class.health")),
      h("dd", null, health || "—"),
      h("dt", null, t("class.allergies")),
      h("dd", null, allergies || "—"),
    ),
    h(
      "div",
      { class: "row row--end" },
      actButton({ label: t("class.forget"), testid: "forget-child", toast, act: remove }),
    ),
  );
}

/**
 * @param {import("../../lib/api.js").Api} api
 * @param {import("../../components/uh-toast.js").Toast} toast
 * @param {() => void} again
 */
function childForm(api, toast, again) {
  /** @param {string} name @param {object} [more] */
  const input = (name, more) => h("input", { name, "data-testid": `child-${name}`, ...more });
  const phone = { type: "tel", pattern: "\\+?[0-9 \\-]{3,20}" };
  return form({
    fields: [
      field(t("class.name"), input("name", { required: true, maxlength: 40 })),
      field(t("class.birth_date"), input("birth_date", { type: "date", required: true })),
      field(
        t("class.relation"),
        h(
          "select",
          { name: "relation" },
          ...RELATIONS.map((each) => h("option", { value: each }, t(`class.is_${each}`))),
        ),
      ),
      field(t("class.guardian"), input("guardian", { maxlength: 40 })),
      field(t("class.guardian_phone"), input("guardian_phone", phone)),
      field(t("class.pickup"), input("pickup", { maxlength: 40 }), t("class.pickup_hint")),
      field(t("class.pickup_phone"), input("pickup_phone", phone)),
      field(t("class.health"), h("textarea", { name: "health", rows: 2, maxlength: 1000 })),
      field(t("class.allergies"), h("textarea", { name: "allergies", rows: 2, maxlength: 1000 })),
    ],
    action: t("class.save"),
    testid: "save-child",
    submit: async (values) => {
      /** @param {string} name @returns {string} */
      const value = (name) => String(values.get(name) || "").trim();
      /** @param {string} name */
      const person = (name) =>
        value(name) ? [{ name: value(name), phone: value(`${name}_phone`) }] : [];
      await api.post("/v1/me/children", {
        name: value("name"),
        birth_date: value("birth_date"),
        relation: value("relation"),
        guardians: person("guardian"),
        pickups: person("pickup"),
        health: value("health"),
        allergies: value("allergies"),
      });
      toast.show(t("class.saved"), { kind: "good" });
      again();
    },
  });
}
