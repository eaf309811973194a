import "../../components/uh-clock.js";
import "../../components/uh-countdown.js";
import { h, icon } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { shown } from "../../lib/time.js";

/**
 * How long there is time, by the server's clock, which also stands beside it.
 * @param {import("../../components/page-frame.js").Context} context
 * @param {object} parts
 * @param {string} parts.label
 * @param {string} parts.until
 * @param {string} parts.over what is said when the time has come
 * @param {() => void} [parts.due]
 */
export function deadline({ clock }, { label, until, over, due = () => {} }) {
  const place = h("div", { class: "stack deadline", "data-testid": "deadline" });
  const past = () =>
    place.replaceChildren(h("p", { class: "note note--warn", role: "status" }, icon("wait"), over));
  const moment = Date.parse(until);
  const left = /** @type {import("../../components/uh-countdown.js").Countdown} */ (h("uh-countdown", null));
  const now = /** @type {import("../../components/uh-clock.js").Clock} */ (h("uh-clock", null));
  left.clock = now.clock = clock;
  left.until = moment;
  left.addEventListener("uh-due", () => {
    past();
    due();
  });
  place.append(
    h("p", null, label),
    left,
    h("p", { class: "muted" }, t("provider.until", { when: shown(moment, "exact") })),
    h("p", { class: "muted" }, `${t("provider.server_clock")} `, now),
  );
  if (moment <= clock.now()) past();
  return place;
}
