import "../../components/uh-empty.js";
import { loadedView } from "../../components/loaded.js";
import { field } from "../../components/uh-field.js";
import { attribute, h, icon, text } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { shown } from "../../lib/time.js";

/**
 * @typedef {object} Application
 * @property {string} application_id
 * @property {string} label its number; all there is where names are hidden
 * @property {string | null} provider_name
 * @property {string} state
 * @property {string | null} total
 * @property {string | null} presented_at
 *
 * @typedef {object} Tender
 * @property {string} tender_id
 * @property {string} code
 * @property {string} title
 * @property {string} state
 * @property {string} seat
 * @property {string} scores_until
 * @property {Application[]} applications
 */

const STATES = ["unopened", "draft", "submitted", "locked"];
/** What still waits for the reviewer. */
const OPEN = new Set(["unopened", "draft"]);
/** @type {Record<string, string>} */
const LOOKS = { unopened: "warn", draft: "info", submitted: "good", locked: "good" };

/**
 * Every application of a reviewer at a glance. J and K go on and back, N to the next that waits.
 * @param {import("../staff/page.js").StaffPage} page
 */
export function deskView({ api }) {
  const view = loadedView(t("review.desk"), async () => {
    const { items, counts } = await api.get("/v1/reviews");
    if (!items.length) {
      const texts = { heading: t("review.none"), text: t("review.none_text") };
      return [h("uh-empty", { icon: "inbox", ...texts })];
    }
    return [
      overview(counts, view.element),
      h("p", { class: "muted" }, t("review.keys")),
      ...items.map(tenderCard),
    ];
  });
  view.element.addEventListener("keydown", (event) => move(view.element, event));
  return view;
}

/**
 * How many are in which state, and which of them to see.
 * @param {Record<string, number>} counts
 * @param {HTMLElement} element
 */
function overview(counts, element) {
  const told = h("p", { role: "status", "data-testid": "counts" });
  const choice = h(
    "select",
    { "data-testid": "state-filter", onchange: show },
    h("option", { value: "" }, t("review.all")),
    ...STATES.map((state) => h("option", { value: state }, t(`review.state.${state}`))),
  );
  function show() {
    for (const row of element.querySelectorAll("li[data-state]")) {
      const { state } = /** @type {HTMLElement} */ (row).dataset;
      attribute(row, "hidden", !!choice.value && state !== choice.value);
    }
  }
  const known = STATES.filter((state) => counts[state]);
  const parts = known.map((state) => `${t(`review.state.${state}`)} ${counts[state]}`);
  text(told, parts.join(" · "));
  return h("div", { class: "row row--between" }, told, field(t("review.filter"), choice));
}

/** @param {Tender} tender */
function tenderCard(tender) {
  const heading = `tender-${tender.tender_id}`;
  return h(
    "section",
    { class: "card stack", "aria-labelledby": heading, "data-testid": "tender" },
    h("h2", { id: heading }, tender.title),
    h(
      "p",
      { class: "muted" },
      `${tender.code} · ${t("review.until", { when: shown(tender.scores_until) })}`,
    ),
    seatNote(tender),
    tender.applications.length > 0 && h("ul", { class: "stack" }, tender.applications.map(row)),
  );
}

/** What comes before the files, or instead of them. @param {Tender} tender */
function seatNote({ seat, tender_id, applications }) {
  if (seat === "recused") return note(t("review.recused"));
  if (seat === "assigned") {
    const href = `#/desk/declare/${tender_id}`;
    return h("a", { class: "button", href, "data-testid": "declare" }, t("review.declare"));
  }
  return applications.length ? null : note(t("review.waiting"));
}

/** @param {string} words */
const note = (words) => h("p", { class: "note note--info" }, icon("info"), words);

/** @param {Application} application */
function row({ application_id, label, provider_name, state, total, presented_at }) {
  const name = provider_name || t("review.number", { label });
  return h(
    "li",
    { class: "row row--between", "data-state": state },
    h(
      "a",
      { href: `#/desk/file/${application_id}`, "data-testid": "open-file" },
      provider_name ? `${label}. ${name}` : name,
    ),
    h(
      "span",
      { class: "row" },
      presented_at && h("span", { class: "muted" }, shown(presented_at)),
      total && h("span", null, t("review.total", { total })),
      h("span", { class: `badge note--${LOOKS[state] || "info"}` }, t(`review.state.${state}`)),
    ),
  );
}

/**
 * @param {HTMLElement} element
 * @param {KeyboardEvent} event
 */
function move(element, event) {
  const target = /** @type {HTMLElement} */ (event.target);
  if (event.ctrlKey || event.metaKey || event.altKey || target.matches("select, input")) return;
  const key = event.key.toLowerCase();
  if (!["j", "k", "n"].includes(key)) return;
  const rows = /** @type {HTMLElement[]} */ ([
    ...element.querySelectorAll("li[data-state]:not([hidden])"),
  ]);
  const at = rows.findIndex((each) => each.contains(document.activeElement));
  const next = key === "k" ? rows[at < 0 ? rows.length - 1 : at - 1] : following(rows, at, key);
  const link = next && /** @type {HTMLElement} */ (next.firstElementChild);
  if (link) {
    event.preventDefault();
    link.focus();
  }
}

/** @param {HTMLElement[]} rows @param {number} at @param {string} key */
function following(rows, at, key) {
  const later = rows.slice(at + 1);
  return key === "j" ? later[0] : later.find(({ dataset }) => OPEN.has(dataset.state || ""));
}
