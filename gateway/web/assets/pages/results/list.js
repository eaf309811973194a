import "../../components/uh-empty.js";
import { callState, yuan } from "../../components/call.js";
import { loadedView } from "../../components/loaded.js";
import { field } from "../../components/uh-field.js";
import { h } from "../../lib/dom.js";
import { everything } from "../../lib/everything.js";
import { t } from "../../lib/i18n.js";

/**
 * @typedef {import("../../components/page-frame.js").Context} Context
 *
 * @typedef {object} Result
 * @property {string} tender_id
 * @property {string} code
 * @property {string} title
 * @property {string} need_class
 * @property {string} state
 * @property {number} applications
 * @property {{provider_id: string, provider_name: string, price: number} | null} award
 *
 * @typedef {object} Results of a batch
 * @property {string} title
 * @property {number} projects
 * @property {number} awarded
 * @property {number} organisations
 * @property {number} applications
 * @property {number | null} applications_per_project
 * @property {Result[]} items
 */

const CLASSES = ["work", "life", "culture"];

/**
 * The results of a batch by project, with how many applied for each.
 * @param {Context} context
 * @param {string} chosen the code of a batch, or nothing for the latest
 */
export function listView({ api }, chosen) {
  return loadedView(t("result.heading"), async () => {
    const calls = await everything(api, "/v1/calls?limit=100");
    const codes = [...new Set(calls.map(({ batch_code }) => batch_code))];
    const code = chosen || codes[0];
    const intro = h("p", { class: "muted" }, t("result.intro"));
    if (!code) return [intro, empty()];
    /** @type {Results} */
    const results = await api.get(`/v1/results?batch=${encodeURIComponent(code)}`);
    const choice = h(
      "select",
      { "data-testid": "batch", onchange: () => (location.hash = `#/list/${choice.value}`) },
      ...codes.map((each) => h("option", { value: each, selected: each === code }, each)),
    );
    return [
      intro,
      codes.length > 1 ? field(t("result.batch"), choice) : "",
      h("h2", null, results.title),
      ...(results.items.length ? [figures(results), ...CLASSES.flatMap((name) => projects(name, results.items))] : [empty()]),
    ].filter((part) => part instanceof HTMLElement);
  });
}

const empty = () =>
  h("uh-empty", { icon: "release", heading: t("result.none"), text: t("result.none_text") });

/** @param {Results} results */
const figures = ({ projects, awarded, organisations, applications, applications_per_project }) =>
  h(
    "dl",
    { class: "card facts", "data-testid": "figures" },
    ...[
      [t("result.projects"), t("result.awarded_of", { awarded, projects })],
      [t("result.organisations"), String(organisations)],
      [t("result.applications"), String(applications)],
      [t("result.ratio"), t("result.ratio_n", { n: applications_per_project || 0 })],
    ].flatMap(([name, value]) => [h("dt", null, name), h("dd", null, value)]),
  );

/** @param {string} name of a class @param {Result[]} items @returns {HTMLElement[]} */
function projects(name, items) {
  const own = items.filter(({ need_class }) => need_class === name);
  if (!own.length) return [];
  return [
    h("h2", null, t("result.of_class", { name: t(`call.class_${name}`), n: own.length })),
    h("div", { class: "cards" }, ...own.map(project)),
  ];
}

/** @param {Result} result */
const project = ({ tender_id, code, title, state, applications, award }) =>
  h(
    "article",
    { class: "card stack", "data-testid": "result" },
    h("div", { class: "row row--between" }, h("span", { class: "code" }, code), callState(state)),
    h("h3", null, h("a", { href: `#/award/${tender_id}` }, title)),
    award
      ? h(
          "p",
          null,
          h("a", { href: `#/organisation/${award.provider_id}` }, award.provider_name),
          ` · ${yuan(award.price)}`,
        )
      : h("p", { class: "muted" }, t("result.nobody")),
    h("p", { class: "muted" }, t("result.applied", { n: applications })),
  );
