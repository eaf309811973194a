import { h } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { jittered } from "../../lib/waiting.js";
import { channelName, messageState } from "./messages.js";

/** @typedef {{channel: string, state: string, count: number}} Count */

/** How often (ms) the figures are asked for while it moves. */
const FRESH = 2000;
/** What of an SMS is still to happen; the rest has come to an end. */
const WAITS = ["created", "deferred", "dispatching", "retry_wait"];

/**
 * How far a broadcast is: asked for again while it moves, and in the background never.
 * @param {object} parts
 * @param {import("../staff/page.js").StaffPage} parts.page
 * @param {string} parts.place
 * @param {{broadcast: import("./broadcasts.js").Broadcast, messages: Count[]}} parts.found
 * @param {string[]} parts.moving the states in which it changes by itself
 * @param {() => void} parts.turned it stands elsewhere now
 */
export function progressPanel({ page, place, found, moving, turned }) {
  const words = h("p", { role: "status", "data-testid": "progress" });
  const bar = h("progress", { max: 1, "aria-label": t("broadcast.progress") });
  const counts = h("ul", { class: "history" });
  const element = h("section", { class: "card stack" }, h("h2", null, t("broadcast.progress")), words, bar, counts);
  let timer = 0;
  let stopped = false;

  /** @param {typeof found} now */
  function show({ broadcast, messages }) {
    const sms = messages.filter(({ channel }) => channel === "sms");
    const made = sum(sms.length ? sms : messages);
    const open = sum(sms.filter(({ state }) => WAITS.includes(state)));
    words.textContent = t("broadcast.figures", {
      recipients: broadcast.recipients,
      made,
      ended: made - open,
    });
    bar.hidden = !moving.includes(broadcast.state);
    if (broadcast.state === "running" && made) {
      bar.max = made;
      bar.value = made - open;
    } else bar.removeAttribute("value");
    counts.replaceChildren(
      ...messages.map(({ channel, state, count }) =>
        h(
          "li",
          { class: "row", "data-testid": "count" },
          channelName(channel),
          messageState(state),
          h("span", { class: "number" }, String(count)),
        ),
      ),
    );
    if (moving.includes(broadcast.state)) timer = setTimeout(look, jittered(FRESH));
  }

  async function look() {
    if (stopped) return;
    if (document.hidden) {
      timer = setTimeout(look, FRESH);
      return;
    }
    try {
      const now = await page.api.get(place);
      if (stopped) return;
      if (now.broadcast.state !== found.broadcast.state) turned();
      else show(now);
    } catch {
      timer = setTimeout(look, jittered(4 * FRESH)); // the next look may fare better
    }
  }
  show(found);
  const stop = () => {
    stopped = true;
    clearTimeout(timer);
  };
  return { element, stop };
}

/** @param {Count[]} counts */
const sum = (counts) => counts.reduce((all, { count }) => all + count, 0);
