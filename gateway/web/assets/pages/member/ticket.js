import "../../components/uh-qr.js";
import { trouble } from "../../components/trouble.js";
import { h, icon } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { shown } from "../../lib/time.js";

/** @typedef {import("./state.js").Ticket} Ticket */

/**
 * One ticket, to be shown at the door; once seen it is there without a network too.
 * @param {import("../member.js").Context} context
 * @param {string} id
 */
export function ticketView({ api, state }, id) {
  const heading = h("h1", { tabindex: "-1" }, t("ticket.heading"));
  const content = h("div", { class: "stack" }, h("div", { class: "skeleton", role: "status" }));

  async function load() {
    try {
      const ticket = await state.ticket(id);
      const svg = ticket.state === "valid" ? await state.code(id) : "";
      content.replaceChildren(pass(ticket, svg, state.me.name), ...actions(api, ticket));
      installShell();
    } catch (error) {
      const problem = /** @type {import("../../lib/problem.js").Problem} */ (error);
      content.replaceChildren(trouble(problem, load));
    }
  }

  load();
  const back = h("a", { class: "back", href: "#/tickets" }, icon("back"), t("tickets.heading"));
  const element = h("section", { class: "stack narrow" }, back, heading, content);
  return { title: t("ticket.heading"), element, stop: () => {} };
}

/** @param {Ticket} ticket @param {string} svg @param {string} name @returns {HTMLElement} */
function pass(ticket, svg, name) {
  const { title, venue, state, code, short_code, used_at, event_starts_at } = ticket;
  const { places = 1, companions = [] } = ticket;
  const qr = /** @type {import("../../components/uh-qr.js").Qr} */ (
    h("uh-qr", { alt: t("ticket.alt", { title, code: short_code }) })
  );
  if (svg) qr.svg = svg;
  const used = state === "used" && used_at ? t("ticket.used_at", { when: shown(used_at) }) : "";
  return h(
    "article",
    { class: "card pass stack", "data-testid": "pass", "data-state": state },
    h("div", { class: "row row--between" }, h("h2", null, title), badge(state)),
    venue && h("p", { class: "row" }, icon("place"), venue),
    event_starts_at && h("p", { class: "row" }, icon("wait"), shown(event_starts_at)),
    // On paper only, where nobody is logged in; enough to tell two papers of a family apart.
    h("p", { class: "on-paper", "data-testid": "masked-name" }, masked(name)),
    places > 1 &&
      h(
        "p",
        { class: "row", "data-testid": "pass-company" },
        icon("person"),
        t("ticket.company", { places, names: companions.join(" ") }),
      ),
    svg
      ? qr
      : h("p", { class: "note note--info" }, icon("info"), used || t(`ticket.${state}_text`)),
    h("p", { class: "muted" }, t("ticket.short_code")),
    h("p", { class: "code code--big", "data-testid": "short-code" }, short_code),
    svg && h("p", { class: "muted" }, t("ticket.show")),
    h(
      "details",
      null,
      h("summary", null, t("ticket.full_code")),
      h("p", { class: "code code--full", "data-testid": "ticket-code" }, code),
    ),
  );
}

/** @param {import("../../lib/api.js").Api} api @param {Ticket} ticket @returns {HTMLElement[]} */
function actions(api, { id, title, state, event_starts_at }) {
  if (state !== "valid") return [];
  const button = (/** @type {string} */ name, /** @type {() => void} */ onclick) =>
    h("button", { type: "button", class: "button", "data-testid": name, onclick }, t(`ticket.${name}`));
  const problems = h("div");
  const save = () =>
    saveCalendar(api, id, title).then(
      () => problems.replaceChildren(),
      (problem) => problems.replaceChildren(trouble(problem)),
    );
  const buttons = [button("print", () => print()), event_starts_at && button("calendar", save)];
  return [h("div", { class: "row no-paper" }, ...buttons), problems];
}

/** @param {import("../../lib/api.js").Api} api @param {string} id @param {string} title */
async function saveCalendar(api, id, title) {
  const path = `/v1/me/tickets/${encodeURIComponent(id)}/calendar.ics`;
  const ics = await api.get(path, { as: "text", headers: { Accept: "text/calendar" } });
  const href = URL.createObjectURL(new Blob([ics], { type: "text/calendar" }));
  h("a", { href, download: `${title}.ics` }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60000);
}

/** @param {string} name @returns {string} its first letter */
const masked = (name) => (name ? `${[...name][0]}**` : "");

/** @param {Ticket["state"]} state */
const badge = (state) => h("span", { class: `badge badge--${state}` }, t(`ticket.${state}`));

/** Keeps the page itself for the door without a network; only who has a ticket pays for it. */
function installShell() {
  const workers = navigator.serviceWorker;
  // Without a worker the page still works, only not offline.
  if (workers) workers.register("/sw.js").catch(() => {});
}
