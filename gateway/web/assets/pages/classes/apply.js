import { form } from "../../components/form.js";
import { field } from "../../components/uh-field.js";
import { yearsOn } from "../../lib/age.js";
import { h, icon } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { Problem } from "../../lib/problem.js";

/**
 * For each child the classes of its age. All children of the form are one application: they get
 * places together or wait together.
 * @param {object} parts
 * @param {import("../../lib/api.js").Api} parts.api
 * @param {import("../../components/uh-toast.js").Toast} parts.toast
 * @param {import("./seasons.js").Season} parts.season
 * @param {import("../classes.js").Child[]} parts.children
 * @param {() => void} parts.done
 * @returns {HTMLElement}
 */
export function applyForm({ api, toast, season, children, done }) {
  const fitting = children
    .map((child) => {
      const age = yearsOn(child.birth_date, season.first_day);
      const fits = season.classes.filter((c) => c.least_age <= age && age <= c.most_age);
      return { child, age, fits };
    })
    .filter(({ fits }) => fits.length);
  if (!fitting.length) {
    return h(
      "p",
      { class: "note note--info", "data-testid": "nobody-fits" },
      icon("info"),
      h("a", { href: "#/children" }, t(children.length ? "class.none_fits" : "class.no_child")),
    );
  }
  const fields = fitting.map(({ child, age, fits }) =>
    field(
      t("class.for_child", { name: child.name, age }),
      h(
        "select",
        { name: child.id, "data-testid": "choose-class" },
        h("option", { value: "" }, t("class.not_now")),
        ...fits.map(({ id, title }) => h("option", { value: id }, title)),
      ),
    ),
  );
  return form({
    fields: [...fields, h("p", { class: "muted" }, t("class.together"))],
    action: t("class.apply"),
    testid: "apply",
    submit: async (values) => {
      const wanted = fitting
        .map(({ child }) => ({ child_id: child.id, class_id: String(values.get(child.id)) }))
        .filter(({ class_id }) => class_id);
      if (!wanted.length) throw new Problem({ status: 422, code: "nobody_chosen" });
      await api.post(`/v1/class-seasons/${season.id}/applications`, { children: wanted });
      toast.show(t("class.applied"), { kind: "good", href: "#/mine" });
      done();
    },
  });
}
