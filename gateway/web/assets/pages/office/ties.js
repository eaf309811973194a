import { form } from "../../components/form.js";
import { h } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { has } from "./batches.js";
import { lotCard, lotFields, readLot } from "./lot-card.js";

/**
 * The lots that decide between equals of a tender, and a form to announce one.
 * @param {import("../staff/page.js").StaffPage} page
 * @param {{batch: string, tender: string, outcome: import("./ranking.js").Outcome, again: () => void}} about
 * @returns {Promise<HTMLElement[]>}
 */
export async function tieParts(page, { batch, tender, outcome, again }) {
  const { api, toast, clock } = page;
  /** @type {{items: import("./lot-card.js").Lot[]}} */
  const { items } = await api.get(`/v1/batches/${batch}/lots`);
  const lots = items.filter(({ about }) => about === `tie:${tender}`);
  const names = new Map(outcome.items.map((item) => [item.application_id, item.provider_name]));
  const waiting = lots.some(({ value }) => value === null);
  const cards = lots.map((lot) =>
    h("div", { class: "card" }, lotCard(page, lot, (name) => names.get(name) || name, again)),
  );
  if (!outcome.tied.length || waiting || !has(page, "federation")) return cards;
  return [
    ...cards,
    h(
      "section",
      { class: "card stack", "data-testid": "tie" },
      h("h2", null, t("rank.tie_lot")),
      ...outcome.tied.map((group) => h("p", null, group.map((name) => names.get(name) || name).join("、"))),
      form({
        fields: lotFields(clock),
        action: t("rank.announce"),
        testid: "announce-tie",
        submit: async (values) => {
          await api.post(`/v1/tenders/${tender}/tie-lot`, readLot(values));
          toast.show(t("rank.announced"), { kind: "good" });
          again();
        },
      }),
    ),
  ];
}
