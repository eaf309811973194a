import { form } from "../../components/form.js";
import { actButton, loadedView } from "../../components/loaded.js";
import { timetable } from "../../components/timetable.js";
import { ask } from "../../components/uh-dialog.js";
import { field } from "../../components/uh-field.js";
import { h, icon } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { holds } from "./classes.js";

/** @typedef {import("./classes.js").Season} Season */
/** @typedef {import("./classes.js").ChildClass} ChildClass */

const OFFICERS = ["federation", "district"];
const ENDED = new Set(["over", "cancelled"]);

/**
 * One season: numbers, volunteers, applications, placing, what families say.
 * @param {import("../staff/page.js").StaffPage} page
 * @param {string} id
 */
export function seasonView({ api, me, toast }, id) {
  const place = `/v1/class-seasons/${id}`;
  return loadedView(t("care.season"), async (again) => {
    const season = /** @type {Season} */ (await api.get(place));
    const officer = holds(me, OFFICERS, season.site.path);
    const runs = season.classes.map(({ minded }) => officer || minded);
    const [applications, feedback, ...volunteers] = await Promise.all([
      officer ? api.get(`${place}/applications`) : { items: [] },
      api.get(`${place}/feedback`),
      ...season.classes.map((each, n) =>
        runs[n] ? api.get(`/v1/classes/${each.id}/volunteers`) : { items: [] },
      ),
    ]);
    const tools = { api, toast, again };
    return [
      h("a", { class: "back", href: "#/classes" }, icon("back"), t("care.heading")),
      h("h2", null, season.title),
      h("p", null, `${season.site.name} · ${season.first_day} – ${season.last_day} · `, phase(season)),
      ...(officer ? decisions(season, place, tools) : []),
      ...season.classes.map((each, n) =>
        classCard(each, volunteers[n].items, { ...tools, runs: runs[n], officer, season }),
      ),
      officer && applied(applications.items, season),
      said(feedback),
    ].filter(Boolean);
  });
}

/** @param {Season} season */
const phase = (season) => h("strong", null, t(`care.phase_${season.phase}`));

/**
 * @param {Season} season
 * @param {string} place
 * @param {any} tools
 */
function decisions(season, place, { api, toast, again }) {
  async function cancel() {
    const reason = h("input", { maxlength: 500, required: true, "data-testid": "reason" });
    const content = [h("p", null, t("care.cancel_sure")), field(t("care.reason"), reason)];
    const sure = await ask({ heading: t("care.cancel"), content, action: t("care.cancel") });
    if (!sure || !reason.value.trim()) return;
    await api.post(`${place}/cancellation`, { reason: reason.value.trim() });
    again();
  }
  const placing = form({
    fields: [
      field(
        t("care.value"),
        h("input", { name: "value", required: true, maxlength: 200, "data-testid": "value" }),
        season.value_source,
      ),
    ],
    action: t("care.place"),
    testid: "place-now",
    submit: async (values) => {
      const { items } = await api.post(`${place}/placing`, { value: String(values.get("value")) });
      toast.show(t("care.placed", { n: items.length }), { kind: "good" });
      again();
    },
  });
  return [
    season.phase === "closed" && h("div", { class: "card", "data-testid": "placing" }, placing),
    season.value && h("p", { class: "muted" }, t("care.drawn_by", { value: season.value })),
    !ENDED.has(season.phase) &&
      actButton({ label: t("care.cancel"), testid: "cancel-season", toast, act: cancel }),
  ];
}

/** @param {ChildClass} each @param {any[]} volunteers @param {any} tools */
function classCard(each, volunteers, { api, toast, again, runs, officer, season }) {
  const ended = ENDED.has(season.phase);
  const act = (/** @type {any} */ { id }, /** @type {string} */ what) => async () => {
    await api.post(`/v1/class-volunteers/${id}/${what}`);
    again();
  };
  const helper = (/** @type {any} */ one) =>
    h(
      "div",
      { class: "row row--between", "data-testid": "volunteer", "data-state": one.state },
      h("span", null, `${one.name} ${one.phone}`),
      h("span", { class: "badge" }, t(`care.volunteer_${one.state}`)),
      !ended &&
        one.state === "named" &&
        actButton({
          label: t("care.confirm"),
          testid: "confirm",
          toast,
          act: act(one, "confirmation"),
          primary: true,
        }),
      !ended &&
        one.state !== "withdrawn" &&
        actButton({
          label: t("care.withdraw"),
          testid: "withdraw-volunteer",
          toast,
          act: act(one, "withdrawal"),
        }),
    );
  return h(
    "article",
    { class: "card stack", "data-testid": "class", "data-id": each.id },
    h(
      "div",
      { class: "row row--between" },
      h("h3", null, each.title),
      each.minded && h("a", { class: "button", href: `#/classes/sheet/${each.id}` }, t("care.sheet")),
    ),
    h("p", null, t("care.ages", { least: each.least_age, most: each.most_age })),
    h(
      "p",
      { "data-testid": "numbers" },
      t("care.numbers", {
        held: each.held,
        open: each.open_places,
        places: each.places,
        applied: each.applied,
        waiting: each.waiting,
      }),
    ),
    each.short &&
      h(
        "p",
        { class: "note note--warn", "data-testid": "short" },
        icon("warn"),
        t("care.short_text", { n: each.volunteers, needed: each.volunteers_needed }),
      ),
    ...volunteers.map(helper),
    runs &&
      !ended &&
      h(
        "details",
        { class: "past", "data-testid": "new-volunteer" },
        h("summary", null, t("care.add_volunteer")),
        personForm(api, each, again),
      ),
    officer &&
      !ended &&
      h(
        "details",
        { class: "past", "data-testid": "new-staff" },
        h("summary", null, t("care.add_staff")),
        staffForm(api, each, toast),
      ),
    timetable(api, each.id, each.title),
    runs &&
      !ended &&
      h(
        "details",
        { class: "past", "data-testid": "new-lesson" },
        h("summary", null, t("care.add_lesson")),
        lessonForm(api, each, season, again),
      ),
  );
}

/** @param {any} api @param {ChildClass} each @param {() => void} again */
const personForm = (api, each, again) =>
  form({
    fields: [
      field(
        t("care.name"),
        h("input", { name: "name", required: true, maxlength: 40, "data-testid": "name" }),
      ),
      field(
        t("care.phone"),
        h("input", { name: "phone", type: "tel", required: true, "data-testid": "phone" }),
      ),
    ],
    action: t("care.add_volunteer"),
    testid: "add-volunteer",
    submit: async (values) => {
      await api.post(`/v1/classes/${each.id}/volunteers`, Object.fromEntries(values));
      again();
    },
  });

/**
 * Adds one course or outing to what there is.
 * @param {any} api
 * @param {ChildClass} each
 * @param {Season} season
 * @param {() => void} again
 */
function lessonForm(api, each, { first_day, last_day }, again) {
  /** @param {string} name @param {object} more */
  const input = (name, more) =>
    h("input", { name, required: true, "data-testid": `lesson-${name}`, ...more });
  const kinds = ["course", "outing"].map((kind) => h("option", { value: kind }, t(`care.${kind}`)));
  return form({
    fields: [
      field(t("care.day"), input("day", { type: "date", min: first_day, max: last_day })),
      field(t("care.starts"), input("starts", { type: "time", value: "09:00" })),
      field(t("care.ends"), input("ends", { type: "time", value: "10:30" })),
      field(t("care.kind"), h("select", { name: "kind", "data-testid": "lesson-kind" }, ...kinds)),
      field(t("care.lesson"), input("title", { maxlength: 120 })),
      field(t("care.where"), input("place", { maxlength: 120, required: false })),
    ],
    action: t("care.add_lesson"),
    testid: "add-lesson",
    submit: async (values) => {
      const place = `/v1/classes/${each.id}/timetable`;
      const { entries } = await api.get(place);
      const body = { entries: [...entries, Object.fromEntries(values)] };
      await api.send(place, { method: "PUT", body });
      again();
    },
  });
}

/** @param {any} api @param {ChildClass} each @param {any} toast */
const staffForm = (api, each, toast) =>
  form({
    fields: [
      field(
        t("care.account"),
        h("input", { name: "account_id", required: true, "data-testid": "account_id" }),
        t("care.account_hint"),
      ),
    ],
    action: t("care.add_staff"),
    testid: "add-staff",
    submit: async (values) => {
      const account_id = String(values.get("account_id")).trim();
      await api.post(`/v1/classes/${each.id}/staff`, { account_id });
      toast.show(t("care.staff_added"), { kind: "good" });
    },
  });

/** @param {any[]} items @param {Season} season */
function applied(items, season) {
  const titles = new Map(season.classes.map(({ id, title }) => [id, title]));
  const wants = (/** @type {any} */ { class_id, children }) => `${titles.get(class_id)} × ${children}`;
  return h(
    "details",
    { class: "card", "data-testid": "applications" },
    h("summary", null, t("care.applications", { n: items.length })),
    ...items.map((each) =>
      h(
        "p",
        { class: "row row--between", "data-testid": "application", "data-state": each.state },
        h("span", null, `${each.rank || "–"} · ${each.wants.map(wants).join("，")}`),
        each.returning && h("span", { class: "badge" }, t("care.returning")),
        h("span", { class: "badge" }, t(`care.state_${each.state}`)),
      ),
    ),
  );
}

/** @param {{ratings: number[], texts: string[]}} feedback */
function said({ ratings, texts }) {
  const number = ratings.reduce((sum, n) => sum + n, 0);
  const mean = number ? ratings.reduce((sum, n, at) => sum + n * (at + 1), 0) / number : 0;
  return h(
    "details",
    { class: "card" },
    h("summary", null, t("care.feedback", { n: number, mean: mean.toFixed(1) })),
    ...texts.map((text) => h("p", null, text)),
  );
}
