import "../../components/uh-countdown.js";
import { trouble } from "../../components/trouble.js";
import { ask } from "../../components/uh-dialog.js";
import { h } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { shown } from "../../lib/time.js";

/**
 * @typedef {object} Place
 * @property {string} id
 * @property {string} title
 * @property {number} places
 * @property {"waiting" | "offered" | "taken" | "declined" | "expired" | "left" | "closed"} state
 * @property {number | null} ahead
 * @property {string | null} offer_until
 *
 * @typedef {import("../../lib/problem.js").Problem} Problem
 */

/** What is still open; the rest is told by messages. */
const LIVE = new Set(["waiting", "offered"]);

/**
 * The member's places on waiting lists, and offers with the time that is left to say yes.
 * @param {import("../member.js").Context} context
 * @param {() => void} onTicket called when an offer has become a ticket
 */
export function offers({ api, clock, toast }, onTicket) {
  const element = h("div", { class: "cards" });
  const problems = h("div");

  async function load() {
    problems.replaceChildren();
    try {
      const { items } = await api.get("/v1/me/waiting?limit=50");
      const live = items.filter((/** @type {Place} */ { state }) => LIVE.has(state));
      element.replaceChildren(...live.map(card));
    } catch (error) {
      problems.replaceChildren(trouble(/** @type {Problem} */ (error), load));
    }
  }

  /** @param {Place} place @param {string} path @param {string} said */
  async function act({ id }, path, said) {
    try {
      await api.post(path.replace("{id}", encodeURIComponent(id)), {});
      toast.show(t(said), { kind: "good" });
      if (said === "offer.accepted") onTicket();
    } catch (error) {
      toast.show(/** @type {Problem} */ (error).text, { kind: "bad" });
    }
    await load();
  }

  /** @param {Place} place */
  const accept = (place) => act(place, "/v1/me/offers/{id}/acceptance", "offer.accepted");

  /** @param {Place} place */
  async function decline(place) {
    const sure = await ask({
      heading: t("offer.decline"),
      content: [h("p", null, t("offer.decline_sure", { title: place.title }))],
      action: t("offer.decline"),
    });
    if (sure) await act(place, "/v1/me/offers/{id}/refusal", "offer.declined");
  }

  /** @param {Place} place */
  async function leave(place) {
    const sure = await ask({
      heading: t("offer.leave"),
      content: [h("p", null, t("offer.leave_sure", { title: place.title }))],
      action: t("offer.leave"),
    });
    if (sure) await act(place, "/v1/me/waiting/{id}/departure", "offer.left");
  }

  /** @param {Place} place */
  function card(place) {
    const { id, title, places, state, ahead, offer_until: until } = place;
    const offered = state === "offered" && until !== null;
    return h(
      "article",
      { class: "card stack", "data-testid": "waiting", "data-id": id, "data-state": state },
      h(
        "div",
        { class: "row row--between" },
        h("h2", null, title),
        h("span", { class: "badge" }, t(`offer.${state}`)),
      ),
      places > 1 && h("p", { class: "muted" }, t("offer.places", { n: places })),
      offered
        ? h("p", null, t("offer.until", { when: shown(until) }), " ", countdown(until))
        : h("p", { class: "muted" }, t("offer.ahead", { n: ahead || 0 })),
      h(
        "div",
        { class: "row row--end" },
        offered
          ? [
              button("decline", () => decline(place)),
              button("accept", () => accept(place), "button--primary"),
            ]
          : button("leave", () => leave(place)),
      ),
    );
  }

  /** @param {string} until */
  function countdown(until) {
    const left = h("uh-countdown", { "data-testid": "offer-left", "onuh-due": () => load() });
    left.clock = clock;
    left.until = Date.parse(until);
    return left;
  }

  load();
  return { element: h("div", { class: "stack" }, problems, element), load };
}

/** @param {string} name @param {() => void} press @param {string} [look] */
const button = (name, press, look = "") =>
  h(
    "button",
    { type: "button", class: `button ${look}`, "data-testid": `offer-${name}`, onclick: press },
    t(`offer.${name}`),
  );
