import { form } from "../../components/form.js";
import { loadedView } from "../../components/loaded.js";
import { field } from "../../components/uh-field.js";
import { h, icon } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { Listing } from "../../lib/listing.js";
import { toInstant } from "../../lib/time.js";
import { audienceFields } from "./broadcast-audience.js";
import { officeName, officeOf } from "./broadcasts.js";
import { DISTRICTS } from "./districts.js";
import { readValues, valueFields } from "./template-values.js";

/**
 * @typedef {import("../staff/page.js").StaffPage} StaffPage
 * @typedef {import("./templates.js").Template} Template
 */

/** A file takes its time on a slow line (ms). */
const UPLOAD = 120000;

/**
 * Draws up something to tell many. Nothing leaves before somebody else approves it.
 * @param {StaffPage} page
 * @param {string} chosen the name of a template
 */
export const newBroadcastView = (page, chosen) =>
  loadedView(t("broadcast.new"), async () => {
    const back = h("a", { class: "back", href: "#/broadcasts" }, icon("back"), t("broadcast.heading"));
    const path = "/v1/message-templates?limit=100";
    const listing = /** @type {Listing<any>} */ (new Listing(page.api, path));
    await listing.load();
    while (listing.next) await listing.more();
    /** @type {Template[]} */
    const templates = listing.items;
    if (!templates.length) {
      return [
        back,
        h("p", { class: "note note--warn" }, icon("warn"), t("broadcast.no_template")),
        h("p", null, h("a", { class: "button", href: "#/templates/+" }, t("template.new"))),
      ];
    }
    // Only the city tells those who hold a ticket of one.
    const { items: releases } = officeOf(page)
      ? { items: [] }
      : await page.api.get("/v1/releases?limit=100");
    return [back, h("div", { class: "card" }, drawing(page, { templates, releases, chosen }))];
  });

/**
 * @param {StaffPage} page
 * @param {{templates: Template[], releases: {id: string, title: string, code: string}[], chosen: string}} known
 */
function drawing(page, { templates, releases, chosen }) {
  const { api, toast } = page;
  const own = officeOf(page);
  const office = h(
    "select",
    { name: "office", "data-testid": "office", onchange: () => audience.fit(office.value) },
    ...(own ? [own] : ["", ...DISTRICTS]).map((path) => h("option", { value: path }, officeName(path))),
  );
  const template = h(
    "select",
    { name: "template", "data-testid": "template", onchange: fit },
    ...templates.map(({ name }) => h("option", { value: name, selected: name === chosen }, name)),
  );
  const values = h("div", { class: "stack" });
  const channels = h("fieldset", { class: "choices" });
  const audience = audienceFields({ own, releases, changed: fit });

  const now = () => /** @type {Template} */ (templates.find(({ name }) => name === template.value));

  /** What the template leaves open; a file's columns may have it instead. */
  function fit() {
    const { variables, contents } = now();
    const ofLines = audience.kind() === "csv";
    values.replaceChildren(
      ...(ofLines && variables.length ? [h("p", { class: "field__hint" }, t("broadcast.values_hint"))] : []),
      ...valueFields(variables),
    );
    if (ofLines) for (const each of values.querySelectorAll("input")) each.required = false;
    audience.columns(variables.map(({ name }) => name));
    channels.replaceChildren(
      h("legend", { class: "field__label" }, t("template.channels")),
      ...Object.keys(contents).map((channel) =>
        h(
          "label",
          { class: "choice" },
          h("input", { type: "checkbox", name: "channels", value: channel, checked: true }),
          t(`channel.${channel}`),
        ),
      ),
    );
  }
  fit();

  return form({
    fields: [
      field(t("broadcast.office"), office),
      field(
        t("broadcast.title"),
        h("input", { name: "title", required: true, maxlength: 100, "data-testid": "title" }),
        t("broadcast.title_hint"),
      ),
      field(t("broadcast.template"), template),
      audience.element,
      values,
      channels,
      field(
        t("broadcast.language"),
        h(
          "select",
          { name: "language" },
          ...["zh-CN", "en"].map((code) => h("option", { value: code }, t(`template.language_${code}`))),
        ),
      ),
      field(
        t("broadcast.send_at"),
        h("input", { name: "send_at", type: "datetime-local", "data-testid": "send_at" }),
        t("broadcast.send_at_hint"),
      ),
    ],
    action: t("broadcast.draw_up"),
    testid: "draw-up",
    submit: async (filled) => {
      const { name, version, variables } = now();
      const given = Object.entries(readValues(filled, variables)).filter(([, value]) => value);
      const when = String(filled.get("send_at") || "");
      const body = {
        office: office.value,
        title: String(filled.get("title")).trim(),
        template: name,
        version,
        language: String(filled.get("language")),
        channels: filled.getAll("channels").map(String),
        values: Object.fromEntries(given),
        audience: await audience.read(),
        send_at: when ? toInstant(when) : null,
        skip_bad_lines: filled.has("skip_bad_lines"),
      };
      const { id } = await api.post("/v1/broadcasts", body, { timeout: UPLOAD });
      toast.show(t("broadcast.drawn_up"), { kind: "good" });
      location.hash = `#/broadcasts/${id}`;
    },
  });
}
