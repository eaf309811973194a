import "../../components/uh-empty.js";
import { listingView } from "../../components/listing.js";
import { h, reconcile } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { Listing } from "../../lib/listing.js";
import { shown } from "../../lib/time.js";
import { templateEditor } from "./template-editor.js";
import { costText } from "./template-texts.js";
import { templateView } from "./template.js";

/**
 * @typedef {import("../staff/page.js").StaffPage} StaffPage
 *
 * @typedef {object} Template one version
 * @property {string} name
 * @property {number} version
 * @property {import("./template-values.js").Variable[]} variables
 * @property {Record<string, Record<string, Record<string, string>>>} contents by channel, field and
 *   language
 * @property {import("./template-texts.js").Cost[]} costs
 * @property {string} written_by
 * @property {string} written_at
 */

/**
 * Templates that staff write: `#/templates` all, `#/templates/<name>` the versions of one,
 * `#/templates/<name>/next` the next of them, `#/templates/+` another template.
 * @param {StaffPage} page
 */
export function templatesView(page) {
  const [, , name, next] = location.hash.split("/").map(decodeURIComponent);
  if (name === "+") return templateEditor(page, "");
  if (name && next) return templateEditor(page, name);
  return name ? templateView(page, name) : listView(page);
}

/** The server decides; this only spares what never works. @param {StaffPage} page */
export const writes = ({ me }) =>
  !!me && me.roles.some(({ role }) => role === "federation" || role === "district");

/** @param {StaffPage} page */
function listView(page) {
  const listing = /** @type {Listing<any>} */ (new Listing(page.api, "/v1/message-templates?limit=50"));
  const list = h("div", { class: "cards" });
  const view = listingView({
    listing,
    list,
    render: () =>
      reconcile(
        list,
        listing.items.map((item) => ({ ...item, id: item.name })),
        card,
        () => {},
      ),
    empty: { icon: "inbox", heading: t("template.none"), text: t("template.none_text") },
  });
  const add = h(
    "a",
    { class: "button button--primary", href: "#/templates/+", "data-testid": "new-template" },
    t("template.new"),
  );
  const element = h(
    "section",
    { class: "stack" },
    h("h1", { tabindex: "-1" }, t("template.heading")),
    h("p", { class: "muted" }, t("template.about")),
    writes(page) && h("div", { class: "row" }, add),
    view.element,
  );
  return { title: t("template.heading"), element, stop: view.stop };
}

/** @param {Template} template */
const card = ({ name, version, contents, costs, written_at }) =>
  h(
    "article",
    { class: "card stack", "data-testid": "template" },
    h("h2", { class: "code" }, h("a", { href: `#/templates/${encodeURIComponent(name)}` }, name)),
    h(
      "p",
      { class: "muted" },
      t("template.version", { n: version }),
      " · ",
      Object.keys(contents)
        .map((channel) => t(`channel.${channel}`))
        .join(" · "),
      " · ",
      shown(written_at),
    ),
    ...costs.map((cost) => h("p", { class: "muted" }, costText(cost))),
  );
