import { factList } from "../../components/call.js";
import { dataTable, numberCell } from "../../components/data-table.js";
import { actButton, loadedView } from "../../components/loaded.js";
import { firstBroken, readChain } from "../../lib/chain.js";
import { h, icon } from "../../lib/dom.js";
import { save } from "../../lib/download.js";
import { t } from "../../lib/i18n.js";
import { shown } from "../../lib/time.js";
import { backToBatch } from "./steps.js";

/** How many entries are drawn at once: the latest, and each time as many more. */
const PIECE = 200;

/**
 * The audit chain of a batch: its head, whether it holds, its entries, and the file.
 * @param {import("../staff/page.js").StaffPage} page
 * @param {string} id of the batch
 */
export function auditView(page, id) {
  return loadedView(t("audit.heading"), async () => {
    const path = `/v1/audit-chains?chain=batch:${id}`;
    const text = await page.api.get(path, { as: "text", headers: { Accept: "*/*" }, timeout: 60000 });
    const chain = readChain(text);
    const broken = await firstBroken(chain);
    return [
      backToBatch(id),
      h("p", { class: "muted" }, t("audit.text")),
      h(
        "article",
        { class: "card stack", "data-testid": "chain-head" },
        factList([
          [t("audit.entries"), String(chain.head.sequence)],
          [t("audit.head"), h("span", { class: "code" }, chain.head.hash)],
        ]),
        verdict(broken),
        h(
          "div",
          { class: "bar-actions" },
          actButton({
            label: t("audit.export"),
            testid: "export-chain",
            toast: page.toast,
            act: async () => save(new Blob([text], { type: "application/x-ndjson" }), `audit-${id}.jsonl`),
          }),
        ),
      ),
      entries(chain.bodies),
    ];
  });
}

/** @param {number | null} broken */
function verdict(broken) {
  if (broken === null) return h("p", { class: "muted" }, t("audit.unknown"));
  const [kind, words] = broken ? ["bad", t("audit.broken", { n: broken })] : ["good", t("audit.holds")];
  return h(
    "p",
    { class: `note note--${kind}`, "data-testid": "chain-verdict", "data-broken": broken },
    icon(broken ? "bad" : "good"),
    words,
  );
}

/** The latest entries first, and the way to earlier ones. @param {string[]} bodies */
function entries(bodies) {
  const place = h("div", { class: "stack" });
  const more = h("button", { type: "button", class: "button", onclick: () => draw(count + PIECE) }, t("action.more"));
  let count = 0;
  /** @param {number} wanted */
  function draw(wanted) {
    count = wanted;
    const latest = bodies.slice(-wanted).reverse();
    place.replaceChildren(
      dataTable(
        t("audit.heading"),
        ["number", "at", "act", "actor", "subject"].map((name) => t(`audit.${name}`)),
        latest.map((body) => row(JSON.parse(body))),
      ),
    );
    more.hidden = wanted >= bodies.length;
  }
  draw(PIECE);
  return h("div", { class: "stack" }, place, more);
}

/** @param {import("../../lib/chain.js").Entry} entry */
const row = ({ sequence, at, act, actor, subject, data }) =>
  h(
    "tr",
    { "data-testid": "entry" },
    numberCell(sequence),
    h("td", null, shown(at, "exact")),
    h(
      "td",
      null,
      h("span", { class: "code" }, act),
      data.refused && " ",
      data.refused && h("span", { class: "badge badge--sold_out" }, t("audit.refused", { code: data.refused })),
    ),
    h("td", { class: "code" }, actor),
    h("td", { class: "code" }, subject),
  );
