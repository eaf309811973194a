import "../../components/uh-empty.js";
import { form } from "../../components/form.js";
import { listingView } from "../../components/listing.js";
import { field } from "../../components/uh-field.js";
import { h } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { Listing } from "../../lib/listing.js";
import { shown } from "../../lib/time.js";
import { DISTRICTS } from "./districts.js";

/**
 * @typedef {{id: string, district: string, no_shows: number, within_days: number, days: number,
 *   since: string, in_force: boolean}} Policy
 * @typedef {{id: string, district: string, text: string, until: string, state: string,
 *   reason: string | null, no_shows: {title: string, event_at: string}[]}} Appeal
 */

const OFFICERS = ["federation", "district"];

/**
 * What follows from no-shows: the published policies, and appeals to decide.
 * @param {import("../staff/page.js").StaffPage} page
 */
export function coolDownsView(page) {
  const { api, me, toast } = page;
  const roles = (me ? me.roles : []).filter(({ role }) => OFFICERS.includes(role));
  const mine = roles.some(({ scope }) => !scope)
    ? DISTRICTS
    : DISTRICTS.filter((code) => roles.some(({ scope }) => scope === code));
  const policies = policyList(api);
  const appeals = appealList(page, mine);
  const setting = form({
    fields: [
      field(
        t("cool.district"),
        h(
          "select",
          { name: "district", "data-testid": "policy-district" },
          ...mine.map((code) => h("option", { value: code }, t(`district.${code}`))),
        ),
      ),
      number("no_shows", 2, 1, 20),
      number("within_days", 90, 1, 366),
      number("days", 30, 0, 366),
    ],
    action: t("cool.publish"),
    testid: "set-policy",
    submit: async (values) => {
      await api.post("/v1/cool-down-policies", {
        district: String(values.get("district")),
        no_shows: Number(values.get("no_shows")),
        within_days: Number(values.get("within_days")),
        days: Number(values.get("days")),
      });
      toast.show(t("cool.published"), { kind: "good" });
      await policies.listing.load();
    },
  });
  const heading = h("h1", { tabindex: "-1" }, t("cool.office"));
  return {
    title: t("cool.office"),
    element: h(
      "section",
      { class: "stack" },
      heading,
      h("h2", null, t("cool.appeals")),
      appeals.element,
      h("h2", null, t("cool.policies")),
      mine.length > 0 && h("div", { class: "card" }, setting),
      policies.element,
    ),
    stop: () => {
      appeals.stop();
      policies.stop();
    },
  };
}

/** @param {string} name @param {number} value @param {number} min @param {number} max */
const number = (name, value, min, max) =>
  field(
    t(`cool.${name}`),
    h("input", {
      name,
      type: "number",
      min,
      max,
      value,
      required: true,
      "data-testid": `policy-${name}`,
    }),
  );

/** @param {import("../../lib/api.js").Api} api */
function policyList(api) {
  const listing = /** @type {Listing<Policy>} */ (
    new Listing(api, "/v1/cool-down-policies?limit=50")
  );
  const list = h("div", { class: "cards" });
  /** @param {Policy} policy */
  const card = ({ district, no_shows, within_days, days, since, in_force }) =>
    h(
      "article",
      { class: "card stack", "data-testid": "policy", "data-in-force": in_force },
      h(
        "div",
        { class: "row row--between" },
        h("strong", null, t(`district.${district}`)),
        in_force && h("span", { class: "badge badge--open" }, t("cool.in_force")),
      ),
      h("p", null, t("cool.policy", { n: no_shows, within: within_days, days })),
      h("p", { class: "muted" }, t("cool.since", { when: shown(since) })),
    );
  const view = listingView({
    listing,
    list,
    render: () => list.replaceChildren(...listing.items.map(card)),
    empty: { icon: "info", heading: t("cool.no_policy"), text: t("cool.no_policy_text") },
  });
  return { listing, ...view };
}

/** @param {import("../staff/page.js").StaffPage} page @param {string[]} mine */
function appealList({ api, toast }, mine) {
  const listing = /** @type {Listing<Appeal>} */ (new Listing(api, "/v1/appeals?limit=50"));
  const list = h("div", { class: "cards" });
  /** @param {Appeal} appeal */
  const card = (appeal) =>
    h(
      "article",
      { class: "card stack", "data-testid": "appeal", "data-state": appeal.state },
      h(
        "div",
        { class: "row row--between" },
        h("strong", null, t(`district.${appeal.district}`)),
        h("span", { class: "badge" }, t(`cool.${appeal.state}`)),
      ),
      h("p", null, appeal.text),
      h(
        "p",
        { class: "muted" },
        appeal.no_shows.map(({ title, event_at }) => `${title} · ${shown(event_at)}`).join("; "),
      ),
      h("p", { class: "muted" }, t("cool.until", { when: shown(appeal.until) })),
      appeal.reason && h("p", null, appeal.reason),
      appeal.state === "open" && mine.includes(appeal.district) && deciding(appeal),
    );

  /** @param {Appeal} appeal */
  const deciding = ({ id }) =>
    form({
      fields: [
        field(
          t("cool.decision"),
          h(
            "select",
            { name: "decision", "data-testid": "decision" },
            h("option", { value: "lift" }, t("cool.lift")),
            h("option", { value: "keep" }, t("cool.keep")),
          ),
        ),
        field(
          t("cool.because"),
          h("input", {
            name: "reason",
            required: true,
            maxlength: 500,
            "data-testid": "decision-reason",
          }),
        ),
      ],
      action: t("cool.decide"),
      testid: "decide",
      submit: async (values) => {
        const decided = await api.post(`/v1/appeals/${id}/decision`, {
          decision: String(values.get("decision")),
          reason: String(values.get("reason")),
        });
        toast.show(t("cool.decided"), { kind: "good" });
        listing.set(listing.items.map((other) => (other.id === id ? decided : other)));
      },
    });

  return listingView({
    listing,
    list,
    render: () => list.replaceChildren(...listing.items.map(card)),
    empty: { icon: "inbox", heading: t("cool.no_appeal"), text: t("cool.no_appeal_text") },
  });
}
