import { form } from "../../components/form.js";
import { loadedView } from "../../components/loaded.js";
import { field } from "../../components/uh-field.js";
import { h, icon } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { toInstant } from "../../lib/time.js";

const SETUPS = ["employer", "union_station", "joint"];
const MOST_CLASSES = 12;

/** @param {string} name @param {object} [more] */
const input = (name, more) => h("input", { name, "data-testid": name, ...more });
/** @param {number} value @param {number} min @param {number} max */
const number = (value, min, max) => ({ type: "number", required: true, value, min, max });

/**
 * Makes a site, and a season with its classes.
 * @param {import("../staff/page.js").StaffPage} page
 */
export function newSeasonView({ api, toast }) {
  return loadedView(t("care.new"), async (again) => {
    const { items } = await api.get("/v1/class-sites?limit=200");
    return [
      h("a", { class: "back", href: "#/classes" }, icon("back"), t("care.heading")),
      h(
        "details",
        { class: "card", open: !items.length, "data-testid": "new-site" },
        h("summary", null, t("care.new_site")),
        siteForm(api, again),
      ),
      items.length > 0 && h("div", { class: "card" }, seasonForm(api, toast, items)),
    ].filter(Boolean);
  });
}

/** @param {import("../../lib/api.js").Api} api @param {() => void} again */
const siteForm = (api, again) =>
  form({
    fields: [
      field(t("care.site_name"), input("name", { required: true, maxlength: 120 })),
      field(
        t("care.setup"),
        h(
          "select",
          { name: "setup", "data-testid": "setup" },
          ...SETUPS.map((each) => h("option", { value: each }, t(`care.setup_${each}`))),
        ),
      ),
      field(t("care.path"), input("path", { required: true, maxlength: 120 }), t("care.path_hint")),
      field(t("care.address"), input("address", { maxlength: 200 })),
      field(t("care.partner"), input("partner", { maxlength: 120 }), t("care.partner_hint")),
    ],
    action: t("care.make_site"),
    testid: "make-site",
    submit: async (values) => {
      await api.post("/v1/class-sites", Object.fromEntries(values));
      again();
    },
  });

/**
 * @param {import("../../lib/api.js").Api} api
 * @param {import("../../components/uh-toast.js").Toast} toast
 * @param {{id: string, name: string}[]} sites
 */
function seasonForm(api, toast, sites) {
  const classes = h("div", { class: "stack" });
  const more = () => {
    if (classes.children.length < MOST_CLASSES) classes.append(classFields());
  };
  more();
  const site = h("select", { name: "site_id", "data-testid": "site_id" });
  site.append(...sites.map(({ id, name }) => h("option", { value: id }, name)));
  return form({
    fields: [
      field(t("care.site"), site),
      field(t("care.title"), input("title", { required: true, maxlength: 120 })),
      field(t("care.about"), h("textarea", { name: "description", rows: 2, maxlength: 2000 })),
      field(t("care.first_day"), input("first_day", { type: "date", required: true })),
      field(t("care.last_day"), input("last_day", { type: "date", required: true })),
      field(t("care.opens"), input("opens_at", { type: "datetime-local", required: true })),
      field(t("care.closes"), input("closes_at", { type: "datetime-local", required: true })),
      field(t("care.quota"), input("returning_percent", number(30, 0, 100)), t("care.quota_hint")),
      field(t("care.offer_hours"), input("offer_hours", number(48, 1, 240))),
      field(
        t("care.source"),
        input("value_source", { required: true, maxlength: 200 }),
        t("care.source_hint"),
      ),
      classes,
      h(
        "button",
        { type: "button", class: "button", "data-testid": "more-classes", onclick: more },
        t("care.more_classes"),
      ),
    ],
    action: t("care.make"),
    testid: "make-season",
    submit: async (values) => {
      /** @param {string} name */
      const text = (name) => String(values.get(name));
      /** @param {string} name */
      const all = (name) => values.getAll(name).map(Number);
      const [least, most] = [all("least_age"), all("most_age")];
      const [places, ratio, helpers] = [all("places"), all("ratio"), all("least_volunteers")];
      const season = await api.post("/v1/class-seasons", {
        site_id: text("site_id"),
        title: text("title"),
        description: text("description"),
        first_day: text("first_day"),
        last_day: text("last_day"),
        opens_at: toInstant(text("opens_at")),
        closes_at: toInstant(text("closes_at")),
        returning_percent: Number(text("returning_percent")),
        offer_hours: Number(text("offer_hours")),
        value_source: text("value_source"),
        classes: values.getAll("class_title").map((title, n) => ({
          title: String(title),
          least_age: least[n],
          most_age: most[n],
          places: places[n],
          children_per_volunteer: ratio[n],
          least_volunteers: helpers[n],
        })),
      });
      toast.show(t("care.made", { title: season.title }), { kind: "good" });
      location.hash = `#/classes/season/${season.id}`;
    },
  });
}

/** The fields of one class; ages are those on the first day. */
const classFields = () =>
  h(
    "fieldset",
    { class: "stack", "data-testid": "class-fields" },
    h("legend", null, t("care.class")),
    field(t("care.class_title"), input("class_title", { required: true, maxlength: 120 })),
    field(t("care.least_age"), input("least_age", number(6, 0, 17)), t("care.age_hint")),
    field(t("care.most_age"), input("most_age", number(12, 0, 17))),
    field(t("care.places"), input("places", number(30, 1, 500))),
    field(t("care.ratio"), input("ratio", number(6, 1, 50))),
    field(t("care.least_volunteers"), input("least_volunteers", number(2, 2, 50))),
  );
