import { form } from "../../components/form.js";
import { ask } from "../../components/uh-dialog.js";
import { field } from "../../components/uh-field.js";
import { h } from "../../lib/dom.js";
import { language, t } from "../../lib/i18n.js";
import { Problem } from "../../lib/problem.js";
import { shown, toInstant, toLocal } from "../../lib/time.js";
import { DISTRICTS, districtChoice } from "./districts.js";
import { eligibilityFields, readEligibility } from "./new-release-eligibility.js";
import { modeChoice } from "./release-mode.js";

const HOUR = 3600e3;

/**
 * Makes a release. What members will see is shown once more before it is sent.
 * @param {import("../staff/page.js").StaffPage} page
 */
export function newReleaseView({ api, clock, me, toast }) {
  const scopes = (me ? me.roles : []).map(({ scope }) => scope.split("/")[0]);
  const own = scopes.filter((scope) => DISTRICTS.includes(scope));
  const federal = (me ? me.roles : []).some(({ role }) => role === "federation");
  const next = Math.ceil(clock.now() / HOUR) * HOUR;
  const service = serviceChoice(api);
  const mode = modeChoice(time);

  // In this order: what it is, for whom, how many, when and how, the event, the waiting list.
  const fields = [
    field(
      t("office.title"),
      h("input", { name: "title", required: true, maxlength: 120, "data-testid": "title" }),
    ),
    field(t("office.venue"), h("input", { name: "venue", maxlength: 200, "data-testid": "venue" })),
    field(t("office.about"), h("textarea", { name: "description", maxlength: 2000, rows: 3 })),
    field(t("office.service"), service.element, t("office.service_hint")),
    districtChoice(own, !federal && own.length > 0),
    field(
      t("office.stock"),
      h("input", {
        name: "stock",
        type: "number",
        min: 1,
        max: 1000000,
        required: true,
        "data-testid": "stock",
      }),
    ),
    field(t("office.opens"), time("opens_at", next), t("office.zone")),
    field(t("office.closes"), time("closes_at", next + 24 * HOUR), t("office.zone")),
    mode.element,
    field(t("office.event_starts"), time("event_starts_at", null), t("office.zone")),
    field(t("office.event_ends"), time("event_ends_at", null), t("office.zone")),
    field(t("office.return_until"), time("return_until", null), t("office.return_hint")),
    h(
      "label",
      { class: "choice" },
      h("input", {
        type: "checkbox",
        name: "waiting_list",
        checked: true,
        "data-testid": "waiting_list",
      }),
      t("office.waiting_list"),
    ),
    eligibilityFields(),
  ];
  const box = form({ fields, action: t("office.create"), testid: "create-release", submit });

  /** @param {FormData} values */
  async function submit(values) {
    const wanted = {
      title: String(values.get("title")),
      venue: String(values.get("venue")),
      description: String(values.get("description")),
      districts: values.getAll("districts").map(String),
      stock: Number(values.get("stock")),
      opens_at: toInstant(String(values.get("opens_at"))),
      closes_at: toInstant(String(values.get("closes_at"))),
      service_id: service.chosen(),
      event_starts_at: moment(values, "event_starts_at"),
      event_ends_at: moment(values, "event_ends_at"),
      return_until: moment(values, "return_until"),
      waiting_list: values.has("waiting_list"),
      ...mode.chosen(values),
      ...readEligibility(values),
    };
    if (!wanted.districts.length) throw new Problem({ status: 422, code: "no_district" });
    if (wanted.closes_at <= wanted.opens_at)
      throw new Problem({ status: 422, code: "closes_early" });
    const sure = await ask({
      heading: t("office.sure"),
      content: [summary(wanted), h("p", { class: "muted" }, t("office.sure_text"))],
      action: t("office.create"),
    });
    if (!sure) return;
    const { code } = await api.post("/v1/releases", wanted);
    toast.show(t("office.created", { code }), { kind: "good" });
    location.hash = "#/list";
  }

  const heading = h("h1", { tabindex: "-1" }, t("office.new"));
  const element = h(
    "section",
    { class: "stack narrow" },
    heading,
    h("div", { class: "card" }, box),
  );
  return { title: t("office.new"), element, stop: () => {} };
}

/** @param {FormData} values @param {string} name @returns {string | null} */
function moment(values, name) {
  const local = String(values.get(name) || "");
  return local ? toInstant(local) : null;
}

/** @param {string} name @param {number | null} at what it holds first; it may be left empty if null */
const time = (name, at) =>
  h("input", {
    name,
    type: "datetime-local",
    step: 1,
    required: at !== null,
    value: at === null ? "" : toLocal(at),
    "data-testid": name,
  });

/** @param {any} wanted */
function summary({ title, districts, stock, opens_at, closes_at, mode, draw }) {
  const rows = [
    [t("office.title"), title],
    [t("office.districts"), districts.map((/** @type {string} */ code) => t(`district.${code}`)).join(" ")],
    [t("office.stock"), String(stock)],
    [t("office.opens"), shown(opens_at, "exact")],
    [t("office.closes"), shown(closes_at, "exact")],
    [t("office.mode"), t(`mode.${mode}`)],
    ...(draw ? [[t("draw.source"), draw.source]] : []),
  ];
  return h(
    "dl",
    { class: "facts" },
    ...rows.flatMap(([term, is]) => [h("dt", null, term), h("dd", null, is)]),
  );
}

/**
 * A field that proposes services of the catalogue while one types.
 * @param {import("../../lib/api.js").Api} api
 */
function serviceChoice(api) {
  /** @type {Map<string, string>} */
  const ids = new Map();
  const list = h("datalist", { id: "services" });
  const input = h("input", {
    type: "search",
    list: "services",
    autocomplete: "off",
    "data-testid": "service",
    oninput: propose,
  });
  let timer = 0;
  /** @param {any} item */
  const nameOf = (item) => (language() === "en" && item.name_en) || item.name;

  function propose() {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const q = encodeURIComponent(input.value.trim().slice(0, 60));
      // Without proposals the field stays what it is: optional.
      const { items } = await api.get(`/v1/services?limit=20&q=${q}`).catch(() => ({ items: [] }));
      for (const item of items) ids.set(nameOf(item), item.id);
      list.replaceChildren(
        ...items.map((/** @type {any} */ item) => h("option", { value: nameOf(item) })),
      );
    }, 250);
  }
  propose();
  return {
    element: h("div", null, input, list),
    chosen: () => ids.get(input.value.trim()) || null,
  };
}
