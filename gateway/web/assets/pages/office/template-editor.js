import { form } from "../../components/form.js";
import { loadedView } from "../../components/loaded.js";
import { field } from "../../components/uh-field.js";
import { h, icon } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { checkPanel, faultText } from "./template-check.js";
import { PLACES, placeName } from "./template-texts.js";
import { variableEditor } from "./template-variables.js";

/**
 * @typedef {import("../staff/page.js").StaffPage} StaffPage
 * @typedef {import("./templates.js").Template} Template
 */

const ROWS = { text: 3, title: 1, body: 5 };
/** What every SMS needs, so that nobody has to know it by heart. @type {Record<string, string>} */
const BEGUN = {
  "sms.text.zh-CN": "【市总工会】退订回T",
  "sms.text.en": "Trade Union: Reply T to opt out",
};

/**
 * Writes a template, or the next version of one; what is wrong and what an SMS costs is told while
 * somebody writes.
 * @param {StaffPage} page
 * @param {string} name empty for another template
 */
export function templateEditor(page, name) {
  const heading = name ? t("template.next_of", { name }) : t("template.new");
  /** @type {() => void} */
  let stop = () => {};
  const view = loadedView(heading, async () => {
    const old = name ? await newest(page, name) : null;
    const { element, end } = editor(page, old);
    stop = end;
    const back = name ? `#/templates/${encodeURIComponent(name)}` : "#/templates";
    return [h("a", { class: "back", href: back }, icon("back"), name || t("template.heading")), element];
  });
  return {
    ...view,
    stop: () => {
      view.stop();
      stop();
    },
  };
}

/** @param {StaffPage} page @param {string} name @returns {Promise<Template | null>} */
async function newest({ api }, name) {
  const { items } = await api.get(`/v1/message-templates?limit=1&name=${encodeURIComponent(name)}`);
  return items[0] || null;
}

/** @param {StaffPage} page @param {Template | null} old */
function editor({ api, toast }, old) {
  const named = h("input", {
    name: "name",
    required: true,
    maxlength: 40,
    autocomplete: "off",
    value: old ? old.name : "",
    readonly: !!old,
    "data-testid": "name",
  });
  const variables = variableEditor(old ? old.variables : [], () => check.soon());
  const texts = PLACES.map((place) => textField(place, old));
  const channels = ["sms", "inbox"].map((channel) => {
    const box = h("input", {
      type: "checkbox",
      checked: old ? channel in old.contents : true,
      "data-testid": `channel-${channel}`,
    });
    return { channel, box };
  });

  function fit() {
    for (const { channel, box } of channels) {
      for (const each of texts) if (each.channel === channel) each.element.hidden = !box.checked;
    }
    check.soon();
  }

  function draft() {
    /** @type {Record<string, Record<string, Record<string, string>>>} */
    const contents = {};
    for (const { channel, part, language, area, element } of texts) {
      if (element.hidden) continue;
      const fields = (contents[channel] = contents[channel] || {});
      (fields[part] = fields[part] || {})[language] = area.value;
    }
    return { name: named.value.trim(), variables: variables.read(), contents };
  }

  /** @param {string} at the field of a fault @returns {HTMLElement | undefined} its control */
  function controlOf(at) {
    if (at === "name") return named;
    const [first, number] = at.split(".");
    if (first === "variables") return variables.control(Number(number));
    const text = texts.find(({ place }) => at === `contents.${place}`);
    return text ? text.area : channels[0].box;
  }
  const check = checkPanel({ api, draft, controlOf });

  const box = form({
    fields: [
      field(t("template.name"), named, t("template.name_hint")),
      variables.element,
      h(
        "fieldset",
        { class: "choices" },
        h("legend", { class: "field__label" }, t("template.channels")),
        ...channels.map(({ channel, box: each }) =>
          h("label", { class: "choice" }, each, t(`channel.${channel}`)),
        ),
      ),
      h("p", { class: "field__hint" }, t("template.texts_hint")),
      ...texts.map(({ element }) => element),
      check.element,
    ],
    action: t("template.save"),
    testid: "save-template",
    submit: async () => {
      const wanted = draft();
      const { faults } = await check.now();
      // The last is told first, so that the focus ends at the first.
      for (const fault of [...faults].reverse()) {
        const control = controlOf(fault.field);
        const place = /** @type {any} */ (control && control.closest("uh-field"));
        if (place) place.error = faultText(fault);
      }
      if (faults.length) return;
      const { name, version } = await api.post("/v1/message-templates", wanted);
      toast.show(t("template.saved", { n: version }), { kind: "good" });
      location.hash = `#/templates/${encodeURIComponent(name)}`;
    },
  });
  box.addEventListener("input", () => check.soon());
  for (const { box: each } of channels) each.addEventListener("change", fit);
  fit();
  return { element: h("div", { class: "card" }, box), end: check.stop };
}

/** @param {string} place @param {Template | null} old */
function textField(place, old) {
  const [channel, part, language] = place.split(".");
  const fields = old && old.contents[channel];
  const written = fields && fields[part] ? fields[part][language] : BEGUN[place] || "";
  const area = h("textarea", {
    rows: ROWS[/** @type {"text"} */ (part)],
    lang: language,
    "data-testid": place,
  });
  area.value = written || "";
  return { place, channel, part, language, area, element: field(placeName(place), area) };
}
