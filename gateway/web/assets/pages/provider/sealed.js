import { actButton } from "../../components/loaded.js";
import { ask } from "../../components/uh-dialog.js";
import { h, icon } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { jittered } from "../../lib/waiting.js";
import { deadline } from "./deadline.js";
import { timely } from "./late.js";
import { receiptCard } from "./receipt.js";
import { writeForm } from "./write.js";

/**
 * @typedef {import("../../components/page-frame.js").Context} Context
 * @typedef {import("../../components/call.js").Call} Call
 * @typedef {import("./mine.js").Entry} Entry
 */

/** How long (ms) after its time a call is open. */
const SOON = 4000;

/**
 * Before the opening: to be written, replaced, confirmed or withdrawn while there is time.
 * @param {Context} context
 * @param {object} parts
 * @param {Call} parts.call
 * @param {Entry | null} parts.entry
 * @param {{id: string, state: string}} parts.provider
 * @param {() => void} parts.again
 * @returns {(HTMLElement | null | false)[]}
 */
export function sealedParts(context, { call, entry, provider, again: load }) {
  const again = () => {
    scrollTo(0, 0); // where the outcome is: the form is long
    load();
  };
  const open = call.state === "open";
  const live = entry && entry.state !== "withdrawn" ? entry : null;
  return [
    live && live.state === "stale" && stale(context, live, open, again),
    timeCard(context, call, again),
    live && receiptCard(live, provider.id),
    live && open && withdrawing(context, live, again),
    (open || call.state === "published") && writing(context, { call, live, provider, again }),
  ];
}

/** @param {Context} context @param {Call} call @param {() => void} again */
function timeCard(context, call, again) {
  const { state, call_opens_at, call_closes_at } = call;
  if (state === "published") {
    const words = { label: t("provider.opens_in"), over: t("provider.opening_now") };
    const due = () => void setTimeout(again, jittered(SOON)); // the house opens it a moment later
    return card(deadline(context, { ...words, until: call_opens_at, due }));
  }
  if (state === "open") {
    const words = { label: t("provider.closes_in"), over: t("provider.closing_now") };
    return card(deadline(context, { ...words, until: call_closes_at }));
  }
  return h("p", { class: "note note--info" }, icon("info"), t("provider.closed_text"));
}

/** @param {HTMLElement} inside */
const card = (inside) => h("section", { class: "card" }, inside);

/** @param {Context} context @param {Entry} entry @param {boolean} open @param {() => void} again */
const stale = ({ api, toast }, { id }, open, again) =>
  h(
    "section",
    { class: "card stack", "data-testid": "stale" },
    h("h2", null, t("provider.stale")),
    h("p", { class: "note note--warn" }, icon("warn"), t("provider.stale_text")),
    open &&
      h(
        "div",
        { class: "row" },
        actButton({
          label: t("provider.confirm"),
          testid: "confirm",
          toast,
          primary: true,
          act: async () => {
            await timely(api.post(`/v1/applications/${id}/confirmation`));
            toast.show(t("provider.confirmed"), { kind: "good" });
            again();
          },
        }),
      ),
  );

/** @param {Context} context @param {Entry} entry @param {() => void} again */
function withdrawing({ api, toast }, { id }, again) {
  const withdraw = async () => {
    const sure = await ask({
      heading: t("provider.withdraw"),
      content: [h("p", null, t("provider.withdraw_sure"))],
      action: t("provider.withdraw"),
    });
    if (!sure) return;
    await timely(api.post(`/v1/applications/${id}/withdrawal`));
    toast.show(t("provider.withdrawn"), { kind: "good" });
    again();
  };
  return h(
    "div",
    { class: "row" },
    actButton({ label: t("provider.withdraw"), testid: "withdraw", toast, act: withdraw }),
  );
}

/**
 * @param {Context} context
 * @param {{call: Call, live: Entry | null, provider: {id: string, state: string}, again: () => void}} parts
 */
function writing(context, { call, live, provider, again }) {
  const words = t(live ? "provider.replace" : "provider.write");
  const parts = [
    provider.state !== "verified" &&
      h("p", { class: "note note--warn" }, icon("warn"), t("provider.not_verified_yet")),
    h("p", { class: "muted" }, t(live ? "provider.replace_text" : "provider.write_text")),
    writeForm(context, { call, provider: provider.id, done: again }),
  ];
  if (!live) return h("section", { class: "card stack" }, h("h2", null, words), ...parts);
  return h(
    "details",
    { class: "card", "data-testid": "replace" },
    h("summary", null, words),
    h("div", { class: "stack" }, ...parts),
  );
}
