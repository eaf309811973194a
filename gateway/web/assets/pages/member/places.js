import { ask } from "../../components/uh-dialog.js";
import { h } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { shown } from "../../lib/time.js";
import { coolDown } from "./cool-down.js";
import { offers } from "./offers.js";

/** @typedef {import("./state.js").Ticket} Ticket */
/** @typedef {import("../member.js").Context} Context */

/**
 * What is beside the tickets: a cool-down, places that are waited for. Loaded with its texts when
 * the tickets are looked at.
 * @param {Context} context
 */
export function places(context) {
  const { state } = context;
  const waiting = offers(context, () => state.loadTickets().catch(() => {}));
  // An offer is told by a message; the list shows it as soon as that comes.
  const stop = state.on("message", () => waiting.load());
  return { elements: [coolDown(context).element, waiting.element], stop };
}

/**
 * Asks, and gives a ticket back.
 * @param {Context} context
 * @param {Ticket} ticket
 */
export async function giveBack({ api, state, toast }, { id, title, return_until: until }) {
  const sure = await ask({
    heading: t("ticket.return"),
    content: [
      h("p", null, t("ticket.return_sure", { title })),
      h("p", { class: "muted" }, t("ticket.return_until", { when: shown(until || "") })),
    ],
    action: t("ticket.return"),
  });
  if (!sure) return;
  try {
    await api.post(`/v1/me/tickets/${encodeURIComponent(id)}/return`, {});
    toast.show(t("ticket.returned"), { kind: "good" });
  } catch (error) {
    const problem = /** @type {import("../../lib/problem.js").Problem} */ (error);
    toast.show(problem.text, { kind: "bad" });
  }
  await state.loadTickets().catch(() => {});
}
