import "../../components/uh-empty.js";
import { listingView } from "../../components/listing.js";
import { h, icon, reconcile, text } from "../../lib/dom.js";
import { addTexts, t } from "../../lib/i18n.js";

/** @typedef {import("./state.js").Ticket} Ticket */

/**
 * The member's tickets, each a link to its code; places that are waited for; a cool-down.
 * @param {import("../member.js").Context} context
 */
export function ticketsView(context) {
  const { clock, state } = context;
  const list = h("div", { class: "cards" });
  const others = h("div", { class: "stack" });
  /** @type {import("./places.js") | null} */
  let places = null;
  let stopOthers = () => {};
  let over = false;

  /** @param {Ticket} ticket */
  const make = (ticket) =>
    h(
      "div",
      { class: "stack" },
      h(
        "a",
        { class: "card ticket", href: `#/tickets/${ticket.id}`, "data-testid": "ticket" },
        icon("ticket"),
        h(
          "span",
          { class: "grow" },
          h("strong", null, ticket.title),
          h("span", { class: "code" }, ticket.short_code),
        ),
        h("span", { class: "badge" }),
      ),
      h(
        "button",
        {
          type: "button",
          class: "button",
          "data-testid": "return-ticket",
          hidden: true,
          onclick: () => places && places.giveBack(context, ticket),
        },
      ),
    );
  /** @param {HTMLElement} row @param {Ticket} ticket */
  const update = (row, { id, state: held, return_until: until }) => {
    const badge = /** @type {HTMLElement} */ (row.querySelector(".badge"));
    badge.className = `badge badge--${held}`;
    text(badge, t(`ticket.${held}`));
    row.querySelector("a")?.setAttribute("data-id", id);
    const button = /** @type {HTMLButtonElement} */ (row.querySelector("button"));
    button.hidden = !places || held !== "valid" || !until || Date.parse(until) <= clock.now();
    text(button, places ? t("ticket.return") : "");
  };

  const { element: rows, stop } = listingView({
    listing: state.tickets,
    load: () => state.loadTickets(),
    list,
    render: () => reconcile(list, state.tickets.items, make, update),
    empty: { icon: "ticket", heading: t("tickets.none"), text: t("tickets.none_text") },
  });
  // What few members need is not carried by those who only want to claim or to get in.
  async function more() {
    const [module] = await Promise.all([import("./places.js"), addTexts("places")]);
    if (over) return;
    places = module;
    const { elements, stop: end } = module.places(context);
    stopOthers = end;
    others.replaceChildren(...elements);
    state.tickets.set(state.tickets.items);
  }
  more().catch(() => {}); // without a network the tickets are shown all the same
  const heading = h("h1", { tabindex: "-1" }, t("tickets.heading"));
  return {
    title: t("tickets.heading"),
    element: h(
      "section",
      { class: "stack" },
      heading,
      others,
      rows,
    ),
    stop: () => {
      over = true;
      stopOthers();
      stop();
    },
  };
}
