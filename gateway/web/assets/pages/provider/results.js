import "../../components/uh-empty.js";
import { callState, factList, yuan } from "../../components/call.js";
import { loadedView } from "../../components/loaded.js";
import { trouble } from "../../components/trouble.js";
import { field } from "../../components/uh-field.js";
import { h } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";

/**
 * @typedef {object} Result
 * @property {string} tender_id
 * @property {string} code
 * @property {string} title
 * @property {string} state
 * @property {number} applications
 * @property {{provider_name: string, score: string, price: number} | null} award
 *
 * @typedef {object} Results
 * @property {string} title
 * @property {number} projects
 * @property {number} awarded
 * @property {number} organisations
 * @property {number} applications
 * @property {number | null} applications_per_project
 * @property {Result[]} items
 */

/**
 * What became of each project of a batch, as everybody may read it.
 * @param {import("../../components/page-frame.js").Context} context
 */
export function resultsView({ api }) {
  return loadedView(t("provider.tab_results"), async () => {
    const { items } = await api.get("/v1/calls?limit=200");
    const codes = [
      ...new Set(items.map((/** @type {{batch_code: string}} */ { batch_code }) => batch_code)),
    ];
    if (!codes.length) {
      return [
        h("uh-empty", {
          icon: "release",
          heading: t("provider.none_results"),
          text: t("provider.none_results_text"),
        }),
      ];
    }
    const place = h("div", { class: "stack" });
    const choice = h(
      "select",
      { name: "batch", "data-testid": "batch", onchange: () => show() },
      ...codes.map((code) => h("option", { value: code }, code)),
    );
    async function show() {
      const code = choice.value;
      try {
        const results = await api.get(`/v1/results?batch=${encodeURIComponent(code)}`);
        if (code === choice.value) place.replaceChildren(...parts(results));
      } catch (error) {
        place.replaceChildren(
          trouble(/** @type {import("../../lib/problem.js").Problem} */ (error), show),
        );
      }
    }
    await show();
    return [field(t("provider.batch"), choice), place];
  });
}

/** @param {Results} results */
const parts = ({ title, projects, awarded, organisations, applications, items, ...more }) => [
  h(
    "article",
    { class: "card stack" },
    h("h2", null, title),
    factList([
      [t("provider.projects"), String(projects)],
      [t("provider.awarded"), String(awarded)],
      [t("provider.organisations"), String(organisations)],
      [t("provider.applications"), String(applications)],
      [t("provider.ratio"), String(more.applications_per_project ?? t("provider.none_yet"))],
    ]),
  ),
  items.length
    ? h("div", { class: "cards" }, ...items.map(card))
    : h("p", { class: "muted" }, t("provider.no_notice_yet")),
];

/** @param {Result} result */
const card = ({ tender_id, code, title, state, applications, award }) =>
  h(
    "article",
    { class: "card stack", "data-testid": "result" },
    h("div", { class: "row row--between" }, h("span", { class: "code" }, code), callState(state)),
    h("h3", null, h("a", { href: `/calls/#/call/${tender_id}` }, title)),
    h("p", null, t("provider.applied", { n: applications })),
    award &&
      h(
        "p",
        { class: "wrap" },
        t("provider.to_whom", {
          name: award.provider_name,
          score: Number(award.score),
          price: yuan(award.price),
        }),
      ),
  );
