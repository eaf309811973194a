import { dataTable, numberCell } from "../../components/data-table.js";
import { form } from "../../components/form.js";
import { loadedView } from "../../components/loaded.js";
import { field } from "../../components/uh-field.js";
import { h, icon } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { Problem } from "../../lib/problem.js";
import { shown } from "../../lib/time.js";
import { has } from "./batches.js";
import { backToBatch, note } from "./steps.js";

/**
 * @typedef {import("../staff/page.js").StaffPage} StaffPage
 * @typedef {import("./batches.js").Batch} Batch
 * @typedef {{office: string, set_at: string, released_at: string | null}} Half
 * @typedef {{tender_id: string, code: string, title: string, counts: Record<string, number>, late: number}} Intake
 */

/** Which role speaks for an office. */
const OFFICES = { department: "federation", supervision: "auditor" };
const NOT_CLOSED = ["draft", "published", "open"];
const SETTABLE = ["approved", "calling"];
/** The states of an application once it could be read. */
const READ = ["opened", "correcting", "admitted", "disqualified"];
const LEAST = 16;

/**
 * The opening of a batch: two halves of a key, and what came in.
 * @param {StaffPage} page
 * @param {string} id of the batch
 */
export function openingView(page, id) {
  const { api, clock } = page;
  return loadedView(t("opening.heading"), async (again) => {
    /** @type {[{batch: Batch, tenders: {state: string}[]}, {items: Half[]}]} */
    const [{ batch, tenders }, seal] = await Promise.all([
      api.get(`/v1/batches/${id}`),
      api.get(`/v1/batches/${id}/seal`),
    ]);
    const halves = new Map(seal.items.map((half) => [half.office, half]));
    const closed = tenders.every(({ state }) => !NOT_CLOSED.includes(state));
    const set = Object.keys(OFFICES).every((office) => halves.has(office));
    const opened = set && seal.items.every(({ released_at }) => released_at);
    const settable =
      SETTABLE.includes(batch.state) && clock.now() < Date.parse(batch.call_closes_at);
    const releasable = set && closed && batch.state !== "cancelled";
    /** @type {{items: Intake[]} | null} */
    const intake = closed ? await api.get(`/v1/batches/${id}/intake`) : null;
    return [
      backToBatch(id),
      h("h2", null, `${batch.code} ${batch.title}`),
      next({ set, closed, opened, closes: batch.call_closes_at }),
      h(
        "div",
        { class: "cards" },
        ...Object.entries(OFFICES).map(([office, role]) => {
          const half = halves.get(office);
          const act = !half ? settable && "set" : !half.released_at && releasable && "release";
          return halfCard(page, { id, office, half, act: has(page, role) && act, again });
        }),
      ),
      ...(intake ? intakeParts(intake.items, opened) : []),
    ];
  });
}

/** What is to be done now. @param {{set: boolean, closed: boolean, opened: boolean, closes: string}} facts */
function next({ set, closed, opened, closes }) {
  if (opened) return h("p", { class: "note note--good", "data-testid": "opened" }, icon("good"), t("opening.opened"));
  if (!set) return note(t(closed ? "opening.never_set" : "opening.set_first"));
  return note(closed ? t("opening.release_now") : t("opening.sealed_until", { when: shown(closes) }));
}

/**
 * @param {StaffPage} page
 * @param {{id: string, office: string, half: Half | undefined, act: false | "set" | "release", again: () => void}} about
 */
function halfCard(page, { id, office, half, act, again }) {
  const state = !half ? "missing" : half.released_at ? "released" : "set";
  const looks = { missing: "sold_out", set: "before", released: "open" };
  return h(
    "article",
    { class: "card stack", "data-testid": `half-${office}`, "data-state": state },
    h(
      "div",
      { class: "row row--between" },
      h("h3", null, t(`opening.office_${office}`)),
      h("span", { class: `badge badge--${looks[state]}` }, t(`opening.half_${state}`)),
    ),
    half && h("p", { class: "muted" }, t("opening.set_at", { when: shown(half.set_at) })),
    half && half.released_at &&
      h("p", { class: "muted" }, t("opening.released_at", { when: shown(half.released_at) })),
    act && passphraseForm(page, { id, office, act, again }),
    !act && state !== "released" && h("p", { class: "muted" }, t(`opening.who_${office}`)),
  );
}

/** @param {StaffPage} page @param {{id: string, office: string, act: "set" | "release", again: () => void}} about */
function passphraseForm({ api, toast }, { id, office, act, again }) {
  /** @param {string} name */
  const secret = (name) =>
    h("input", {
      name,
      type: "password",
      required: true,
      minlength: LEAST,
      maxlength: 200,
      autocomplete: "off",
      "data-testid": `${name}-${office}`,
    });
  const hint = t(act === "set" ? "opening.passphrase_hint" : "opening.release_hint");
  return form({
    fields: [
      field(t("opening.passphrase"), secret("passphrase"), hint),
      ...(act === "set" ? [field(t("opening.repeat"), secret("repeat"))] : []),
    ],
    action: t(`opening.${act}`),
    testid: `${act}-${office}`,
    submit: async (values) => {
      const passphrase = String(values.get("passphrase"));
      if (act === "set" && passphrase !== values.get("repeat")) {
        throw new Problem({ status: 422, code: "passphrases_differ" });
      }
      const path = `/v1/batches/${id}/seal${act === "release" ? "/release" : ""}`;
      try {
        await api.post(path, { office, passphrase }, { timeout: 60000 });
      } catch (error) {
        const { status, code, errors } = /** @type {Problem} */ (error);
        throw code === "wrong_passphrase" ? new Problem({ status, code }) : new Problem({ status, code, errors });
      }
      toast.show(t(`opening.${act}_done`), { kind: "good" });
      again();
    },
  });
}

/** @param {Intake[]} items @param {boolean} opened @returns {HTMLElement[]} */
function intakeParts(items, opened) {
  /** @param {Intake} item @param {string[]} states */
  const count = ({ counts }, states) => states.reduce((sum, state) => sum + (counts[state] || 0), 0);
  const columns = [["sealed"], ["stale"], ["withdrawn"], READ].map((states) => ({
    name: states === READ ? "read" : states[0],
    of: (/** @type {Intake} */ item) => count(item, states),
  }));
  columns.push({ name: "late", of: ({ late }) => late });
  /** @param {(item: Intake) => number} of */
  const sum = (of) => items.reduce((all, item) => all + of(item), 0);
  const unopened = opened ? sum(columns[0].of) : 0;
  return [
    h("h2", null, t("opening.intake")),
    h("p", { class: "muted" }, t("opening.intake_text")),
    ...(unopened
      ? [h("p", { class: "note note--bad" }, icon("warn"), t("opening.unopenable", { n: unopened }))]
      : []),
    dataTable(
      t("opening.intake"),
      [t("opening.project"), ...columns.map(({ name }) => t(`opening.count_${name}`))],
      [
        ...items.map((item) =>
          h(
            "tr",
            { "data-testid": "intake" },
            h("td", null, h("span", { class: "code" }, item.code), ` ${item.title}`),
            ...columns.map(({ of }) => numberCell(of(item))),
          ),
        ),
        h(
          "tr",
          { "data-testid": "intake-sum" },
          h("th", { scope: "row" }, t("opening.all")),
          ...columns.map(({ of }) => numberCell(sum(of))),
        ),
      ],
    ),
  ];
}
