import "../../components/uh-empty.js";
import { trouble } from "../../components/trouble.js";
import { h } from "../../lib/dom.js";
import { addTexts, hasText, t } from "../../lib/i18n.js";
import { shown } from "../../lib/time.js";
import { bars, columns } from "./chart.js";

/**
 * @typedef {Record<string, number>} Groups
 *
 * @typedef {object} Report
 * @property {string} release_id
 * @property {string} code
 * @property {string} title
 * @property {string} made_at
 * @property {{requests: number, groups: Groups, adds_up: boolean}} accounting
 * @property {Record<string, number | null>} places
 * @property {{district: string, requests: number, groups: Groups}[]} by_district
 * @property {{group: string, reason: string, requests: number}[]} by_reason
 * @property {{minute: string, requests: number, groups: Groups}[]} by_minute
 */

const FILES = ["csv", "xlsx"];
const SHARES = ["fill_rate", "attendance"];

/**
 * A release in figures: which one stands in the address, or is chosen here.
 * @param {import("../staff/page.js").StaffPage} page
 */
export function reportView({ api, toast }) {
  const body = h("div", { class: "stack", "data-testid": "report" });
  const choice = h(
    "select",
    {
      id: "report-release",
      "data-testid": "report-release",
      onchange: () => {
        location.hash = `#/report/${choice.value}`;
      },
    },
    h("option", { value: "" }, t("report.choose")),
  );
  const parts = h("div");
  const chosen = decodeURIComponent(location.hash.split("/")[2] || "");

  async function loadReleases() {
    const { items } = await api.get("/v1/releases?limit=100");
    choice.append(
      .../** @type {import("../../lib/release.js").Release[]} */ (items).map(({ id, code, title }) =>
        h("option", { value: id, selected: id === chosen }, `${code} ${title}`),
      ),
    );
  }

  async function loadReport() {
    try {
      draw(await api.get(`/v1/releases/${encodeURIComponent(chosen)}/report`));
    } catch (error) {
      const problem = /** @type {import("../../lib/problem.js").Problem} */ (error);
      body.replaceChildren(trouble(problem, loadReport));
    }
  }

  /** The parts of the stock, beside the report: it stands without them too. */
  async function loadParts() {
    const [module] = await Promise.all([import("./allocations.js"), addTexts("desk")]);
    parts.replaceChildren(module.allocations(api, chosen));
  }

  /** @param {Report} report */
  function draw(report) {
    const { accounting, by_district, by_reason, by_minute } = report;
    const minutes = by_minute.map(({ minute, requests }) => ({
      label: shown(minute),
      value: requests,
    }));
    const districts = by_district.map(({ district, requests }) => ({
      label: nameOf("district", district),
      value: requests,
    }));
    const groups = Object.entries(accounting.groups).map(([group, value]) => ({
      label: t(`report.group.${group}`),
      value,
    }));
    body.replaceChildren(
      h("h2", null, `${report.code} ${report.title}`),
      h("p", { class: "muted" }, t("report.made_at", { when: shown(report.made_at) })),
      h("div", { class: "row" }, ...FILES.map((kind) => fileButton(report, kind))),
      table(t("report.places"), ["fact", "value"], places(report.places), "places"),
      parts,
      part(t("report.outcomes"), bars(t("report.outcomes"), groups)),
      table(
        t("report.accounting"),
        ["group", "requests"],
        [
          ...groups.map(({ label, value }) => [label, value]),
          [t("report.total"), accounting.requests],
        ],
        "accounting",
      ),
      h(
        "p",
        { class: accounting.adds_up ? "muted" : "error", "data-testid": "adds-up" },
        t(accounting.adds_up ? "report.adds_up" : "report.differs"),
      ),
      part(t("report.by_minute"), columns(t("report.by_minute"), minutes)),
      table(t("report.by_minute"), ["minute", "requests"], rows(minutes), "minutes"),
      part(t("report.by_district"), bars(t("report.by_district"), districts)),
      table(t("report.by_district"), ["district", "requests"], rows(districts), "districts"),
      table(
        t("report.by_reason"),
        ["group", "reason", "requests"],
        by_reason.map(({ group, reason, requests }) => [
          t(`report.group.${group}`),
          reason,
          requests,
        ]),
        "reasons",
      ),
    );
  }

  /** The file needs the token, so a plain link cannot fetch it. @param {Report} report @param {string} kind */
  function fileButton({ release_id, code }, kind) {
    const download = async () => {
      try {
        const answer = await api.get(`/v1/releases/${release_id}/report.${kind}`, {
          as: "response",
          headers: { Accept: "*/*" },
        });
        const url = URL.createObjectURL(await answer.blob());
        h("a", { href: url, download: `${code}.${kind}` }).click();
        setTimeout(() => URL.revokeObjectURL(url), 60000);
      } catch (error) {
        const problem = /** @type {import("../../lib/problem.js").Problem} */ (error);
        toast.show(problem.text, { kind: "bad" });
      }
    };
    return h(
      "button",
      { type: "button", class: "button", "data-testid": `report-${kind}`, onclick: download },
      t(`report.file.${kind}`),
    );
  }

  loadReleases().catch(() => {});
  if (chosen) {
    loadReport();
    loadParts().catch(() => {});
  } else body.append(h("p", { class: "muted" }, t("report.none")));
  const element = h(
    "section",
    { class: "stack" },
    h("h1", { tabindex: "-1" }, t("report.heading")),
    h("label", { for: "report-release" }, t("report.release")),
    choice,
    body,
  );
  return { title: t("report.heading"), element, stop: () => {} };
}

/** @param {Record<string, number | null>} facts @returns {(string | number)[][]} */
function places(facts) {
  return Object.entries(facts).map(([fact, value]) => [
    t(`report.place.${fact}`),
    value === null ? "–" : SHARES.includes(fact) ? `${(value * 100).toFixed(1)} %` : value,
  ]);
}

/** @param {{label: string, value: number}[]} points */
const rows = (points) => points.map(({ label, value }) => [label, value]);

/** @param {string} space @param {string} code */
function nameOf(space, code) {
  const key = `${space}.${code}`;
  return hasText(key) ? t(key) : code;
}

/** @param {string} heading @param {SVGElement | Element} drawing */
function part(heading, drawing) {
  return h("figure", { class: "card stack" }, h("figcaption", null, heading), drawing);
}

/**
 * @param {string} caption
 * @param {string[]} head
 * @param {(string | number)[][]} lines
 * @param {string} name
 */
function table(caption, head, lines, name) {
  return h(
    "div",
    { class: "scroll card", tabindex: "0", role: "region", "aria-label": caption },
    h(
      "table",
      { "data-testid": `table-${name}` },
      h("caption", null, caption),
      h(
        "thead",
        null,
        h("tr", null, ...head.map((each) => h("th", { scope: "col" }, t(`report.head.${each}`)))),
      ),
      h(
        "tbody",
        null,
        ...lines.map((line) =>
          h("tr", null, ...line.map((value) => h("td", { class: "number" }, String(value)))),
        ),
      ),
    ),
  );
}
