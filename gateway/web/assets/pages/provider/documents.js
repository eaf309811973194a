import { megabytes, uploadField } from "../../components/upload-field.js";
import { h } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";

/** @typedef {import("../../components/upload-field.js").Document} Document */

/**
 * The documents of an application or of its correction: sent one by one, taken off the list again.
 * @param {import("../../components/page-frame.js").Context} context
 * @param {object} parts
 * @param {Document[]} parts.documents
 * @param {string} parts.tender
 * @param {boolean} [parts.open] whether files are taken already
 * @param {() => void} [parts.changed]
 * @returns {{element: HTMLElement, read: () => Document[]}}
 */
export function documentsPart(context, { documents, tender, open = true, changed = () => {} }) {
  let there = [...documents];
  const list = h("ul", { class: "stack plain" });
  const adding = open
    ? uploadField(context, {
        label: t("provider.add_document"),
        path: `/v1/calls/${tender}/documents`,
        taken: (document) => {
          there = [...there.filter(({ id }) => id !== document.id), document];
          draw();
          changed();
        },
      })
    : h("p", { class: "muted" }, t("provider.documents_later"));

  function draw() {
    list.replaceChildren(...there.map(row));
    list.hidden = !there.length;
  }

  /** @param {Document} document */
  const row = ({ id, name, size, sha256 }) =>
    h(
      "li",
      { class: "stack", "data-testid": "document" },
      h(
        "div",
        { class: "row row--between" },
        h("span", { class: "grow wrap" }, t("provider.file", { name, size: megabytes(size) })),
        h(
          "button",
          {
            type: "button",
            class: "button button--quiet",
            "data-testid": "remove-document",
            onclick: () => {
              there = there.filter((each) => each.id !== id);
              draw();
              changed();
              /** @type {HTMLElement | null} */ (adding.querySelector("input"))?.focus();
            },
          },
          t("provider.remove_document"),
        ),
      ),
      h("p", { class: "code wrap muted" }, sha256),
    );
  draw();
  return { element: h("div", { class: "stack" }, list, adding), read: () => there };
}
