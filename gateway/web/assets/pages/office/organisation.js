import { form } from "../../components/form.js";
import { actButton, loadedView } from "../../components/loaded.js";
import { profile } from "../../components/profile.js";
import { ask } from "../../components/uh-dialog.js";
import { field } from "../../components/uh-field.js";
import { h, icon } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { shown } from "../../lib/time.js";
import { documentList } from "./application-content.js";
import { has } from "./batches.js";
import { note } from "./steps.js";

/**
 * @typedef {import("../staff/page.js").StaffPage} StaffPage
 * @typedef {import("../../components/profile.js").Provider} Provider
 */

/**
 * One organisation: its profile, its documents, and whether it is verified by them.
 * @param {StaffPage} page
 * @param {string} id
 */
export function organisationView(page, id) {
  return loadedView(t("org.organisation"), async (again) => {
    /** @type {{provider: Provider, reason: string, applied_at: string, documents: import("./applications.js").Application["documents"]}} */
    const { provider, reason, applied_at, documents } = await page.api.get(
      `/v1/providers/${encodeURIComponent(id)}/papers`,
    );
    const waiting = provider.state === "applied";
    return [
      h("a", { class: "back", href: "#/organisations" }, icon("back"), t("org.heading")),
      profile(provider),
      reason ? h("p", { class: "note note--warn lines wrap" }, icon("warn"), reason) : null,
      h("p", { class: "muted" }, t("org.applied", { when: shown(applied_at) })),
      h("h2", null, t("org.documents")),
      documentList(page, documents),
      provider.state === "verified"
        ? h("a", { class: "button", href: `/results/#/organisation/${id}`, target: "_blank" }, t("org.public"))
        : null,
      ...(waiting && has(page, "federation") ? deciding(page, provider, documents.length, again) : []),
    ].filter((part) => part instanceof HTMLElement);
  });
}

/** @param {StaffPage} page @param {Provider} provider @param {number} papers @param {() => void} again @returns {HTMLElement[]} */
function deciding({ api, toast }, { id, name }, papers, again) {
  async function verify() {
    const heading = t("org.verify");
    if (!(await ask({ heading, content: [h("p", null, t("org.verify_sure", { name }))], action: heading }))) return;
    await api.post(`/v1/providers/${id}/verification`, {});
    toast.show(t("org.verified_now"), { kind: "good" });
    again();
  }
  return [
    papers
      ? h(
          "div",
          { class: "bar-actions" },
          actButton({ label: t("org.verify"), testid: "verify", toast, act: verify, primary: true }),
        )
      : note(t("org.no_papers")),
    h(
      "details",
      { class: "card" },
      h("summary", null, t("org.refuse")),
      form({
        fields: [
          field(
            t("org.reason"),
            h("textarea", { name: "reason", rows: 3, maxlength: 500, required: true, "data-testid": "reason" }),
            t("org.reason_hint"),
          ),
        ],
        action: t("org.refuse"),
        testid: "refuse",
        submit: async (values) => {
          await api.post(`/v1/providers/${id}/refusal`, { reason: String(values.get("reason")) });
          toast.show(t("org.refused_now"), { kind: "good" });
          again();
        },
      }),
    ),
  ];
}
