import { form } from "../../components/form.js";
import { loadedView } from "../../components/loaded.js";
import { h, icon } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { Listing } from "../../lib/listing.js";
import { shown } from "../../lib/time.js";
import { costText, textList } from "./template-texts.js";
import { readValues, valueFields } from "./template-values.js";
import { writes } from "./templates.js";

/**
 * @typedef {import("../staff/page.js").StaffPage} StaffPage
 * @typedef {import("./templates.js").Template} Template
 */

/**
 * One template: what members would read with values that are filled in, and all its versions.
 * @param {StaffPage} page
 * @param {string} name
 */
export function templateView(page, name) {
  return loadedView(name, async () => {
    const path = `/v1/message-templates?limit=20&name=${encodeURIComponent(name)}`;
    const listing = /** @type {Listing<any>} */ (new Listing(page.api, path));
    await listing.load();
    const [newest] = listing.items;
    const versions = h("div", { class: "stack" }, ...listing.items.map(versionCard));
    const more = h("button", { type: "button", class: "button", hidden: !listing.next }, t("action.more"));
    more.addEventListener("click", async () => {
      const before = listing.items.length;
      await listing.more();
      versions.append(...listing.items.slice(before).map(versionCard));
      more.hidden = !listing.next;
    });
    return [
      h("a", { class: "back", href: "#/templates" }, icon("back"), t("template.heading")),
      ...(newest ? [actions(page, newest), trying(page, newest)] : []),
      h("h2", null, t("template.versions")),
      ...(newest ? [] : [h("p", { class: "muted" }, t("template.none"))]),
      versions,
      more,
    ];
  });
}

/** @param {StaffPage} page @param {Template} newest */
function actions(page, { name }) {
  const place = encodeURIComponent(name);
  return h(
    "div",
    { class: "row", hidden: !writes(page) },
    h(
      "a",
      { class: "button button--primary", href: `#/broadcasts/+/${place}`, "data-testid": "use" },
      t("template.use"),
    ),
    h(
      "a",
      { class: "button", href: `#/templates/${place}/next`, "data-testid": "next-version" },
      t("template.next"),
    ),
  );
}

/** Values of one's own, and what members would read. @param {StaffPage} page @param {Template} template */
function trying({ api }, { name, version, variables }) {
  const result = h("div", { role: "status", "data-testid": "preview" });
  const box = form({
    fields: valueFields(variables),
    action: t("template.try"),
    testid: "try",
    submit: async (filled) => {
      result.replaceChildren();
      const values = readValues(filled, variables);
      const { texts } = await api.post("/v1/message-templates/previews", { name, version, values });
      result.replaceChildren(textList(texts));
    },
  });
  return h(
    "section",
    { class: "card stack" },
    h("h2", null, t("template.preview")),
    h("p", { class: "muted" }, t("template.preview_text")),
    box,
    result,
  );
}

/** @param {Template} template */
function versionCard({ version, contents, costs, variables, written_at, written_by }) {
  const texts = Object.entries(contents).flatMap(([channel, fields]) =>
    Object.entries(fields).flatMap(([field, languages]) =>
      Object.entries(languages).map(([language, text]) => ({ channel, field, language, text })),
    ),
  );
  return h(
    "details",
    { class: "card stack", "data-testid": "version" },
    h("summary", null, t("template.version", { n: version }), " · ", shown(written_at)),
    h(
      "p",
      { class: "muted wrap" },
      t("template.by", { who: written_by }),
      " · ",
      variables.map(({ name, kind }) => [`{${name}}`, t(`template.kind_${kind}`)].join(" ")).join(" · "),
    ),
    ...costs.map((cost) => h("p", { class: "muted" }, costText(cost))),
    textList(texts),
  );
}
