import { field } from "../../components/uh-field.js";
import { h } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { toInstant } from "../../lib/time.js";

const MODES = ["first_come", "window", "ballot"];

/**
 * How the places of a new release are given out and, for a draw, where its random value will come
 * from. What a mode does not need is hidden.
 * @param {(name: string, moment: number | null) => HTMLElement} time makes a field for a moment
 */
export function modeChoice(time) {
  const select = h(
    "select",
    { name: "mode", "data-testid": "mode", onchange: () => follow() },
    ...MODES.map((mode) => h("option", { value: mode }, t(`mode.${mode}`))),
  );
  const about = h("p", { class: "muted" });
  const minutes = field(
    t("office.window_minutes"),
    h("input", {
      name: "window_minutes",
      type: "number",
      min: 1,
      max: 60,
      value: 10,
      required: true,
      "data-testid": "window_minutes",
    }),
  );
  /** @param {string} name */
  const source = (name) =>
    h("input", { name, required: true, maxlength: 300, "data-testid": `draw-${name}` });
  const draw = h(
    "div",
    { class: "stack" },
    field(t("draw.source"), source("source"), t("office.source_hint")),
    field(t("draw.due_at"), time("due_at", null), t("office.due_hint")),
    field(t("draw.fallback"), source("fallback"), t("office.fallback_hint")),
  );

  function follow() {
    const mode = select.value;
    about.textContent = t(`office.about.${mode}`);
    show(minutes, mode === "window");
    show(draw, mode !== "first_come");
  }
  const element = h("div", { class: "stack" }, field(t("office.mode"), select), about, minutes, draw);
  follow();

  return {
    element,
    /** @param {FormData} values @returns {object} what a new release says of it */
    chosen(values) {
      const mode = select.value;
      if (mode === "first_come") return { mode };
      const due = String(values.get("due_at") || "");
      return {
        mode,
        ...(mode === "window" && { window_minutes: Number(values.get("window_minutes")) }),
        draw: {
          source: String(values.get("source")),
          fallback: String(values.get("fallback")),
          due_at: due ? toInstant(due) : null,
        },
      };
    },
  };
}

/** Hides, and takes out of the form's checks, or the reverse. @param {HTMLElement} part @param {boolean} there */
function show(part, there) {
  part.hidden = !there;
  for (const control of part.querySelectorAll("input")) control.disabled = !there;
}
