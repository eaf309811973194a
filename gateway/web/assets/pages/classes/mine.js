import "../../components/uh-empty.js";
import { form } from "../../components/form.js";
import { actButton, loadedView } from "../../components/loaded.js";
import { timetable } from "../../components/timetable.js";
import { ask } from "../../components/uh-dialog.js";
import { field } from "../../components/uh-field.js";
import { h, icon } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { shown } from "../../lib/time.js";

/**
 * @typedef {object} Application
 * @property {string} id
 * @property {string} season_id
 * @property {string} title
 * @property {string} first_day
 * @property {string} last_day
 * @property {string} state
 * @property {number | null} rank
 * @property {number | null} waiting_position
 * @property {string | null} offer_ends_at
 * @property {number | null} rating
 * @property {string} server_time
 * @property {{child_id: string, class_id: string, class_title: string, returning: boolean}[]} children
 */

const LIVE = new Set(["applied", "placed", "waiting", "offered"]);
/** How a state looks. @type {Record<string, string>} */
const LOOKS = { placed: "open", offered: "accent", applied: "before", waiting: "before" };

/**
 * The member's applications: where they stand, and what can be done.
 * @param {import("../classes.js").Context} context
 */
export function mineView(context) {
  return loadedView(t("class.tab_mine"), async (again) => {
    const [applications, children] = await Promise.all([
      context.api.get("/v1/me/class-applications"),
      context.api.get("/v1/me/children"),
    ]);
    /** @type {Map<string, string>} */
    const names = new Map(children.items.map((/** @type {any} */ c) => [c.id, c.name]));
    if (!applications.items.length) {
      const texts = { heading: t("class.none_mine"), text: t("class.none_mine_text") };
      return [h("uh-empty", { icon: "ticket", ...texts })];
    }
    return applications.items.map((/** @type {Application} */ each) =>
      card(each, names, context, again),
    );
  });
}

/**
 * @param {Application} application
 * @param {Map<string, string>} names
 * @param {import("../classes.js").Context} context
 * @param {() => void} again
 */
function card(application, names, { api, toast }, again) {
  const { id, title, state, children } = application;
  const place = `/v1/me/class-applications/${id}`;
  const today = application.server_time.slice(0, 10);
  const begun = state === "placed" && application.first_day <= today;
  const over = application.last_day < today;

  async function withdraw() {
    const sure = await ask({
      heading: t("class.withdraw"),
      content: [h("p", null, t("class.withdraw_sure", { title }))],
      action: t("class.withdraw"),
    });
    if (!sure) return;
    await api.post(`${place}/withdrawal`);
    again();
  }
  const accept = async () => {
    await api.post(`${place}/acceptance`);
    toast.show(t("class.accepted", { title }), { kind: "good" });
    again();
  };
  return h(
    "article",
    { class: "card stack", "data-testid": "application", "data-state": state },
    h(
      "div",
      { class: "row row--between" },
      h("h2", null, title),
      h("span", { class: `badge badge--${LOOKS[state] || "closed"}` }, t(`class.state_${state}`)),
    ),
    h("p", null, t("class.days", { first: application.first_day, last: application.last_day })),
    ...children.map(({ child_id, class_title, returning }) =>
      h(
        "p",
        { class: "row" },
        h("strong", null, names.get(child_id) || t("class.child_gone")),
        class_title,
        returning && h("span", { class: "badge" }, t("class.returning")),
      ),
    ),
    note(application),
    LIVE.has(state) &&
      !over &&
      h(
        "div",
        { class: "row row--end" },
        actButton({ label: t("class.withdraw"), testid: "withdraw", toast, act: withdraw }),
        state === "offered" &&
          actButton({
            label: t("class.accept"),
            testid: "accept",
            toast,
            act: accept,
            primary: true,
          }),
      ),
    state === "placed" &&
      h(
        "div",
        { class: "stack" },
        ...children.map(({ class_id, class_title }) => timetable(api, class_id, class_title)),
      ),
    begun && feedback({ api, toast, place, rating: application.rating, again }),
  );
}

/** @param {Application} application */
function note({ state, waiting_position, offer_ends_at, rank }) {
  const words = {
    offered: () => t("class.offer_until", { when: shown(offer_ends_at || 0) }),
    waiting: () => t("class.waiting_at", { n: waiting_position || 0, rank: rank || 0 }),
    applied: () => t("class.to_be_drawn"),
  };
  const said = words[/** @type {keyof typeof words} */ (state)];
  return said && h("p", { class: "note note--info" }, icon("info"), said());
}

/**
 * @param {object} parts
 * @param {import("../../lib/api.js").Api} parts.api
 * @param {import("../../components/uh-toast.js").Toast} parts.toast
 * @param {string} parts.place
 * @param {number | null} parts.rating
 * @param {() => void} parts.again
 */
function feedback({ api, toast, place, rating, again }) {
  const stars = h(
    "select",
    { name: "rating", required: true, "data-testid": "rating" },
    ...[5, 4, 3, 2, 1].map((n) =>
      h("option", { value: n, selected: n === rating }, t("class.stars", { n })),
    ),
  );
  const words = h("textarea", { name: "text", rows: 3, maxlength: 2000, "data-testid": "say" });
  return h(
    "details",
    { class: "past", "data-testid": "feedback" },
    h("summary", null, t(rating ? "class.feedback_again" : "class.feedback")),
    form({
      fields: [field(t("class.rating"), stars), field(t("class.say"), words)],
      action: t("class.send"),
      testid: "send-feedback",
      submit: async (values) => {
        const said = { rating: Number(values.get("rating")), text: String(values.get("text")) };
        await api.post(`${place}/feedback`, said);
        toast.show(t("class.thanks"), { kind: "good" });
        again();
      },
    }),
  );
}
