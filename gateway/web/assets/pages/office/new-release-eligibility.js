import { field } from "../../components/uh-field.js";
import { h } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { toInstant } from "../../lib/time.js";

/** The groups that members may belong to, as the house writes them. */
export const AUDIENCES = [
  "community_worker",
  "volunteer",
  "unemployed",
  "deaf",
  "wheelchair",
  "intellectual",
  "psychiatric",
];

/** @param {string} name @param {object} more */
const input = (name, more) => h("input", { name, "data-testid": name, ...more });

/** @param {string} label @param {string} name @param {number} most */
const number = (label, name, most) => field(label, input(name, { type: "number", min: 0, max: most }));

/**
 * For whom a release is besides its districts, and which parts of its stock are kept for some.
 * Nothing is asked and nothing kept by default.
 * @returns {HTMLElement}
 */
export function eligibilityFields() {
  return h(
    "details",
    { class: "stack", "data-testid": "rules" },
    h("summary", null, t("office.rules")),
    field(t("office.unions"), h("textarea", { name: "unions", rows: 2 }), t("office.unions_hint")),
    h(
      "fieldset",
      { class: "choices" },
      h("legend", { class: "field__label" }, t("office.audiences")),
      ...AUDIENCES.map((code) =>
        h(
          "label",
          { class: "choice" },
          h("input", { type: "checkbox", name: "audiences", value: code }),
          t(`audience.${code}`),
        ),
      ),
    ),
    number(t("office.age_least"), "age_least", 120),
    number(t("office.age_most"), "age_most", 120),
    number(t("office.least_companions"), "least_companions", 5),
    number(t("office.most_companions"), "most_companions", 5),
    number(t("office.companion_age_least"), "companion_age_least", 120),
    number(t("office.companion_age_most"), "companion_age_most", 120),
    number(t("office.not_won"), "not_won", 12),
    number(t("office.share_district"), "share_district", 1000000),
    number(t("office.share_sms"), "share_sms", 1000000),
    number(t("office.share_counter"), "share_counter", 1000000),
    number(t("office.share_accessible"), "share_accessible", 1000000),
    field(
      t("office.rolls_over"),
      input("rolls_over", { type: "datetime-local", step: 1 }),
      t("office.rolls_over_hint"),
    ),
  );
}

/**
 * What was filled in, as the contract has it; what was left empty is left out.
 * @param {FormData} values
 * @returns {{eligibility?: object, allocations?: object[]}}
 */
export function readEligibility(values) {
  /** @param {string} name */
  const whole = (name) => Number(values.get(name) || 0);
  /** @param {string} name */
  const ages = (name) => {
    const [least, most] = [values.get(`${name}_least`), values.get(`${name}_most`)];
    return (least || most) && { least: Number(least || 0), most: Number(most || 120) };
  };
  const asks = {
    unions: String(values.get("unions") || "").split(/\s+/).filter(Boolean),
    audiences: values.getAll("audiences").map(String),
    ages: ages("age"),
    companion_ages: ages("companion_age"),
    least_companions: whole("least_companions"),
    most_companions: whole("most_companions"),
    not_won_in_last: whole("not_won"),
  };
  const said = Object.entries(asks).filter(([, is]) => (Array.isArray(is) ? is.length : is));
  const when = values.get("rolls_over");
  const rolls_over_at = when ? toInstant(String(when)) : null;
  /** @type {[string, number][]} */
  const shares = [
    ...values.getAll("districts").map(
      (code) => /** @type {[string, number]} */ ([`district:${code}`, whole("share_district")]),
    ),
    ["channel:sms", whole("share_sms")],
    ["channel:counter", whole("share_counter")],
    ["accessible", whole("share_accessible")],
  ];
  const allocations = shares
    .filter(([, places]) => places)
    .map(([pool, places]) => ({ pool, places, rolls_over_at }));
  return {
    ...(said.length && { eligibility: Object.fromEntries(said) }),
    ...(allocations.length && { allocations }),
  };
}
