import { field } from "../../components/uh-field.js";
import { h } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { Problem } from "../../lib/problem.js";
import { districtChoice } from "./districts.js";
import { AUDIENCES } from "./new-release-eligibility.js";

const KINDS = ["segment", "holders", "csv"];
/** What the service takes at most, in letters. */
const MOST = 2_000_000;

/**
 * Whom a broadcast goes to: members of districts, unions and groups, holders of a ticket, or the
 * cards of a file.
 * @param {object} parts
 * @param {string} parts.own the office of who draws it up; empty for the city
 * @param {{id: string, title: string, code: string}[]} parts.releases
 * @param {() => void} parts.changed the kind has been chosen anew
 */
export function audienceFields({ own, releases, changed }) {
  const kind = h(
    "select",
    { name: "audience", "data-testid": "audience", onchange: choose },
    ...KINDS.map((code) => h("option", { value: code }, t(`broadcast.audience_${code}`))),
  );
  const districts = districtChoice([], false);
  const unions = h("textarea", { rows: 2, "data-testid": "unions" });
  const groups = h(
    "fieldset",
    { class: "choices" },
    h("legend", { class: "field__label" }, t("broadcast.groups")),
    ...AUDIENCES.map((code) =>
      h(
        "label",
        { class: "choice" },
        h("input", { type: "checkbox", value: code, "data-testid": `group-${code}` }),
        t(`audience.${code}`),
      ),
    ),
  );
  const release = h(
    "select",
    { "data-testid": "release" },
    ...releases.map(({ id, code, title }) => h("option", { value: id }, `${code} ${title}`)),
  );
  const file = h("input", { type: "file", accept: ".csv,text/csv", "data-testid": "csv" });
  const hint = h("p", { class: "field__hint", "data-testid": "columns" });
  const skip = h(
    "label",
    { class: "choice" },
    h("input", { type: "checkbox", name: "skip_bad_lines", "data-testid": "skip-bad-lines" }),
    t("broadcast.skip"),
  );
  let office = own;
  /** @type {Record<string, HTMLElement>} */
  const boxes = {
    segment: h(
      "div",
      { class: "stack" },
      h("p", { class: "field__hint" }, t("broadcast.segment_hint")),
      districts,
      field(t("broadcast.unions"), unions, t("broadcast.unions_hint")),
      groups,
    ),
    holders: h("div", { class: "stack" }, field(t("broadcast.release"), release)),
    csv: h("div", { class: "stack" }, field(t("broadcast.file"), file), hint, skip),
  };

  function choose() {
    for (const code of KINDS) boxes[code].hidden = code !== kind.value;
    changed();
  }

  /** @param {string} path another office */
  function fit(path) {
    office = path;
    districts.hidden = !!path;
    const holders = /** @type {HTMLOptionElement} */ (kind.options[1]);
    holders.disabled = !!path || !releases.length; // only the city tells holders
    if (holders.disabled && kind.value === "holders") {
      kind.value = "segment";
      choose();
    }
  }
  for (const code of KINDS) boxes[code].hidden = code !== kind.value;
  fit(own);

  /** @param {Element} box @returns {string[]} what is ticked in it */
  const ticked = (box) =>
    [.../** @type {NodeListOf<HTMLInputElement>} */ (box.querySelectorAll("input:checked"))].map(
      ({ value }) => value,
    );

  /** @returns {Promise<object>} as the contract has it */
  async function read() {
    if (kind.value === "holders") return { release_id: release.value };
    if (kind.value === "csv") {
      const chosen = file.files && file.files[0];
      if (!chosen) throw wrong("no_file");
      const csv = await chosen.text();
      if (csv.length > MOST) throw wrong("file_too_large");
      return { csv };
    }
    const paths = [...(office ? [] : ticked(districts)), ...unions.value.split(/\s+/).filter(Boolean)];
    const picked = ticked(groups);
    return {
      unions: paths.length ? paths : [office],
      ...(picked.length && { groups: picked }),
    };
  }
  const element = h("div", { class: "stack" }, field(t("broadcast.whom"), kind), ...Object.values(boxes));
  return {
    element,
    fit,
    read,
    kind: () => kind.value,
    /** @param {string[]} names of a template's variables */
    columns: (names) =>
      hint.replaceChildren(t("broadcast.columns", { names: ["card_no", ...names].join(", ") })),
  };
}

/** @param {string} code */
const wrong = (code) => new Problem({ status: 422, code });
