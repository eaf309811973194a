import "../../components/uh-empty.js";
import "../../components/uh-message-list.js";
import { listingView } from "../../components/listing.js";
import { h } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";

/**
 * The member's messages.
 * @param {import("../member.js").Context} context
 */
export function inboxView({ state }) {
  const list = /** @type {import("../../components/uh-message-list.js").MessageList} */ (
    h("uh-message-list", {
      class: "cards",
      "onuh-read": (/** @type {CustomEvent<string>} */ { detail }) => state.read(detail),
    })
  );
  const { element: rows, stop } = listingView({
    listing: state.messages,
    load: () => state.loadMessages(),
    list,
    render: () => (list.messages = state.messages.items),
    empty: { icon: "inbox", heading: t("inbox.none"), text: t("inbox.none_text") },
  });
  const heading = h("h1", { tabindex: "-1" }, t("inbox.heading"));
  return {
    title: t("inbox.heading"),
    element: h("section", { class: "stack" }, heading, rows),
    stop,
  };
}
