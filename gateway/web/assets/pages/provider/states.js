import { callState } from "../../components/call.js";
import { h } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";

/** How a state looks. @type {Record<string, string>} */
const LOOKS = {
  sealed: "open",
  stale: "sold_out",
  withdrawn: "closed",
  opened: "before",
  correcting: "sold_out",
  admitted: "open",
  disqualified: "closed",
};

/** From then on the tender's state says more. */
export const NOTICED = new Set(["standstill", "suspended", "awarded", "unsuccessful"]);

/**
 * @param {string} state of an application
 * @param {string} tender the state of its tender
 */
export const applicationState = (state, tender) =>
  state === "admitted" && NOTICED.has(tender) ? callState(tender) : badge(state);

/** @param {string} state */
const badge = (state) =>
  h(
    "span",
    { class: `badge badge--${LOOKS[state]}`, "data-testid": "application-state", "data-state": state },
    t(`provider.state_${state}`),
  );
