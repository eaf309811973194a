import { listingView } from "../../components/listing.js";
import { h, reconcile } from "../../lib/dom.js";
import { hasText, t } from "../../lib/i18n.js";
import { Listing } from "../../lib/listing.js";

/** @typedef {{id: string, line: number, field: string, fault: string, code: string}} Fault */

/**
 * The lines of a file that lead to nobody, with the reason of each.
 * @param {import("../../lib/api.js").Api} api
 * @param {string} place of the broadcast
 * @param {import("./broadcasts.js").Broadcast} broadcast
 */
export function faultList(api, place, { lines, bad_lines }) {
  const listing = /** @type {Listing<Fault>} */ (new Listing(api, `${place}/faults?limit=50`));
  const list = h("ul", { class: "history" });
  const { element } = listingView({
    listing,
    list,
    render: () =>
      reconcile(
        list,
        listing.items.map((item) => ({ ...item, id: String(item.line) })),
        line,
        () => {},
      ),
    empty: { icon: "good", heading: t("broadcast.no_faults"), text: "" },
  });
  return h(
    "section",
    { class: "card stack", "data-testid": "faults" },
    h("h2", null, t("broadcast.faults", { bad: bad_lines, all: lines })),
    element,
  );
}

/** @param {Fault} fault */
const line = ({ line: number, field, fault, code }) =>
  h(
    "li",
    { class: "wrap", "data-testid": "fault" },
    h("strong", null, t("broadcast.line", { n: number })),
    " ",
    h("span", { class: "code" }, field === "line" ? "" : field),
    " ",
    hasText(`broadcast.fault_${code}`) ? t(`broadcast.fault_${code}`) : fault,
  );
