import { trouble } from "../../components/trouble.js";
import { field } from "../../components/uh-field.js";
import { h, icon } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { shown } from "../../lib/time.js";

/**
 * @typedef {object} CoolDown
 * @property {string} until
 * @property {number} no_shows
 * @property {number} within_days
 * @property {{state: "open" | "lifted" | "kept", reason: string | null} | null} appeal
 *
 * @typedef {{title: string, event_at: string, excused_at: string | null}} NoShow
 * @typedef {{cool_down: CoolDown | null, no_shows: NoShow[]}} Record
 */

/**
 * Says until when and why the member gets no places, and takes an appeal. Empty for others.
 * @param {import("../member.js").Context} context
 */
export function coolDown({ api, toast }) {
  const element = h("div");

  async function load() {
    // Whoever has none misses nothing; a claim says the same.
    const mine = await api.get("/v1/me/cool-down").catch(() => null);
    draw(mine);
  }

  /** @param {Record | null} mine */
  function draw(mine) {
    const running = mine && mine.cool_down;
    element.replaceChildren(...(mine && running ? [notice(running, mine.no_shows)] : []));
  }

  /** @param {CoolDown} running @param {NoShow[]} missed */
  function notice({ until, no_shows, within_days, appeal }, missed) {
    const counted = missed.filter(({ excused_at }) => !excused_at);
    return h(
      "section",
      { class: "card stack", "data-testid": "cool-down" },
      h("h2", { class: "row" }, icon("warn"), t("mine.heading", { until: shown(until) })),
      h("p", null, t("mine.reason", { n: no_shows, days: within_days })),
      h(
        "ul",
        null,
        ...counted.map(({ title, event_at }) => h("li", null, `${title} · ${shown(event_at)}`)),
      ),
      h("p", { class: "muted" }, t("mine.tickets_stay")),
      appeal ? answer(appeal) : appealForm(),
    );
  }

  /** @param {NonNullable<CoolDown["appeal"]>} appeal */
  const answer = ({ state, reason }) =>
    h(
      "p",
      { class: "note note--info", "data-testid": "appeal", "data-state": state },
      icon("info"),
      t(`mine.appeal_${state}`, { reason: reason || "" }),
    );

  function appealForm() {
    const words = h("textarea", { maxlength: 1000, rows: 3, "data-testid": "appeal-text" });
    const place = field(t("mine.appeal"), words, t("mine.appeal_hint"));
    const problems = h("div");
    const button = h(
      "button",
      { type: "submit", class: "button", "data-testid": "appeal-send" },
      t("mine.send"),
    );

    /** @param {Event} event */
    async function send(event) {
      event.preventDefault();
      if (!words.value.trim()) {
        place.error = t("mine.missing");
        return;
      }
      button.disabled = true;
      try {
        draw(await api.post("/v1/me/cool-down/appeal", { text: words.value }));
        toast.show(t("mine.sent"), { kind: "good" });
      } catch (error) {
        const problem = /** @type {import("../../lib/problem.js").Problem} */ (error);
        problems.replaceChildren(trouble(problem));
        button.disabled = false;
      }
    }
    const row = h("div", { class: "row row--end" }, button);
    return h("form", { class: "stack", novalidate: true, onsubmit: send }, place, problems, row);
  }

  load();
  return { element };
}
