import { form } from "../../components/form.js";
import { trouble } from "../../components/trouble.js";
import { field } from "../../components/uh-field.js";
import { file, save } from "../../lib/download.js";
import { h } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { shown } from "../../lib/time.js";

/**
 * @typedef {import("../../lib/problem.js").Problem} Problem
 * @typedef {{state: string, asked_at: string, reason: string}} Erasure
 */

/**
 * What the house holds about the member: taken along as a file, and asked to be erased.
 * @param {import("../../components/page-frame.js").Context} context
 */
export function dataBox({ api, toast }) {
  const asked = h("div", { class: "stack", "aria-live": "polite" });

  async function look() {
    try {
      const { erasure } = await api.get("/v1/me/erasure");
      show(erasure);
    } catch (error) {
      asked.replaceChildren(trouble(/** @type {Problem} */ (error), look));
    }
  }

  /** @param {Erasure | null} erasure */
  function show(erasure) {
    const waits = erasure && erasure.state === "asked";
    asked.replaceChildren(
      ...[erasure && standing(erasure), waits ? withdrawing() : asking()].filter((part) => !!part),
    );
  }

  const asking = () =>
    form({
      fields: [
        field(
          t("privacy.why"),
          h("input", { name: "reason", maxlength: 200, "data-testid": "erasure-reason" }),
          t("privacy.why_hint"),
        ),
      ],
      action: t("privacy.ask"),
      testid: "ask-erasure",
      submit: async (values) => {
        const reason = String(values.get("reason") || "");
        show(await api.post("/v1/me/erasure", { reason }));
        toast.show(t("privacy.asked"), { kind: "good" });
      },
    });

  const withdrawing = () =>
    form({
      fields: [],
      action: t("privacy.withdraw"),
      testid: "withdraw-erasure",
      submit: async () => {
        show(await api.post("/v1/me/erasure/withdrawal", {}));
        toast.show(t("privacy.withdrawn"), { kind: "good" });
      },
    });

  const exporting = form({
    fields: [],
    action: t("privacy.export"),
    testid: "export-data",
    submit: async () => {
      const text = await (await file(api, "/v1/me/export")).text();
      save(new Blob([text], { type: "application/json" }), t("privacy.file"));
      const { missing } = JSON.parse(text);
      if (missing.length) toast.show(t("privacy.missing", { parts: missing.join(", ") }));
    },
  });

  look();
  return h(
    "section",
    { class: "card stack", "data-testid": "my-data" },
    h("h2", null, t("privacy.mine")),
    h("p", null, t("privacy.export_text")),
    exporting,
    h("h2", null, t("privacy.erase")),
    h("p", null, t("privacy.erase_text")),
    asked,
  );
}

/** @param {Erasure} erasure */
const standing = ({ state, asked_at, reason }) =>
  h(
    "p",
    { class: "note note--info", "data-testid": "erasure", "data-state": state },
    [t(`privacy.state_${state}`), shown(asked_at), reason].filter((word) => word).join(" · "),
  );
