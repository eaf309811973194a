import { factList } from "../../components/call.js";
import { h, icon } from "../../lib/dom.js";
import { save } from "../../lib/download.js";
import { t } from "../../lib/i18n.js";
import { shown } from "../../lib/time.js";
import { recallReceipt } from "./draft.js";
import { hashOf } from "./written.js";

/**
 * What proves what was handed in. The server keeps the hash; the text and the salt that it stands
 * for are in this browser, and in the file that is saved from here.
 * @param {import("./mine.js").Entry} entry
 * @param {string} provider
 */
export function receiptCard(entry, provider) {
  const kept = recallReceipt({ provider, tender: entry.tender_id });
  const own = kept && kept.receipt_sha256 === entry.receipt_sha256 ? kept : null;
  const check = h("div", { role: "status", "data-testid": "receipt-check" });
  if (own) hashOf(own).then((hash) => check.replaceChildren(...verdict(hash, entry.receipt_sha256)));
  return h(
    "article",
    { class: "card stack", "data-testid": "receipt" },
    h("h2", { tabindex: "-1" }, t("provider.receipt")),
    factList([
      [t("provider.version"), String(entry.version)],
      [t("provider.handed_in_at"), shown(entry.handed_in_at, "exact")],
    ]),
    h("p", { class: "muted" }, t("provider.receipt_hash")),
    h("p", { class: "code code--full wrap", "data-testid": "receipt-hash" }, entry.receipt_sha256),
    check,
    h("p", { class: "muted" }, t(own ? "provider.receipt_text" : "provider.receipt_elsewhere")),
    own &&
      h(
        "div",
        { class: "row" },
        h(
          "button",
          {
            type: "button",
            class: "button",
            "data-testid": "save-receipt",
            onclick: () => save(fileOf(own), t("provider.receipt_file", { code: entry.code, n: own.version })),
          },
          t("provider.save_receipt"),
        ),
      ),
  );
}

/** @param {string} hash @param {string} wanted */
function verdict(hash, wanted) {
  if (!hash) return [];
  const right = hash === wanted;
  const words = t(right ? "provider.receipt_fits" : "provider.receipt_differs");
  return [h("p", { class: `note note--${right ? "good" : "bad"}` }, icon(right ? "good" : "bad"), words)];
}

/** @param {import("./draft.js").Receipt} receipt */
const fileOf = ({ application_id, ...more }) =>
  new Blob([JSON.stringify({ application: application_id, ...more }, null, 2)], {
    type: "application/json",
  });
