import "../../components/uh-empty.js";
import "../../components/uh-field.js";
import { listingView } from "../../components/listing.js";
import { field } from "../../components/uh-field.js";
import { attribute, h, reconcile, text } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { Listing } from "../../lib/listing.js";

/**
 * @typedef {object} Item
 * @property {string} id of the need, added here
 * @property {{id: string, code: string, title: string, need_class: string, audience: string, people: number, state: string}} need
 * @property {number} supporters
 * @property {boolean} supported
 */

const CLASSES = ["work", "life", "culture"];

/**
 * What colleagues asked for: support it, and see what became of it.
 * @param {import("../voice.js").Context} context
 */
export function needsView(context) {
  const place = h("div");
  let open = needList(context, "");
  const filter = h(
    "select",
    { "data-testid": "need-class", onchange: () => change() },
    h("option", { value: "" }, t("voice.all_classes")),
    ...CLASSES.map((name) => h("option", { value: name }, t(`voice.${name}`))),
  );
  const mine = h("details", { class: "past stack", "data-testid": "my-needs" });
  mine.append(h("summary", null, t("voice.my_needs")));
  /** @type {ReturnType<typeof needList> | null} */
  let became = null;
  mine.addEventListener("toggle", () => {
    if (became) became.stop();
    became = mine.open ? needList(context, "supported=true") : null;
    for (const old of [...mine.children].slice(1)) old.remove();
    if (became) mine.append(became.element);
  });

  function change() {
    open.stop();
    open = needList(context, filter.value ? `need_class=${filter.value}` : "");
    place.replaceChildren(open.element);
  }
  place.append(open.element);
  const element = h(
    "section",
    { class: "stack" },
    h("h1", { tabindex: "-1" }, t("voice.needs")),
    h("p", { class: "muted" }, t("voice.needs_text")),
    mine,
    field(t("voice.class"), filter),
    place,
  );
  const stop = () => {
    open.stop();
    if (became) became.stop();
  };
  return { title: t("voice.needs"), element, stop };
}

/** @param {import("../voice.js").Context} context @param {string} query */
function needList({ api, toast }, query) {
  const listing = /** @type {Listing<Item>} */ (new Listing(api, `/v1/open-needs?limit=30&${query}`));
  const list = h("div", { class: "cards" });

  /** @param {Item} item */
  async function press({ id }) {
    const now = listing.items.find(({ need }) => need.id === id);
    const path = `/v1/needs/${id}/support`;
    try {
      const after =
        now && now.supported
          ? await api.send(path, { method: "DELETE" })
          : await api.post(path, {});
      listing.set(listing.items.map((item) => (item.need.id === id ? after : item)));
      toast.say(t(after.supported ? "voice.supported" : "voice.not_supported"));
    } catch (error) {
      const problem = /** @type {import("../../lib/problem.js").Problem} */ (error);
      toast.show(problem.text, { kind: "bad" });
    }
  }

  /** @param {Item} item */
  const make = (item) =>
    h(
      "article",
      { class: "card stack", "data-testid": "need" },
      h(
        "div",
        { class: "row row--between" },
        h("span", { class: "code" }, item.need.code),
        h("span", { class: "badge badge--before", "data-testid": "need-state" }),
      ),
      h("h2", null, item.need.title),
      h(
        "p",
        { class: "muted" },
        `${t(`voice.${item.need.need_class}`)} · ${t("voice.for", { audience: item.need.audience, people: item.need.people })}`,
      ),
      h(
        "div",
        { class: "row row--between" },
        h("span", { "data-testid": "supporters" }),
        h("button", {
          type: "button",
          class: "button",
          "data-testid": "support",
          "aria-label": "",
          onclick: () => press(item),
        }),
      ),
    );
  /** @param {HTMLElement} card @param {Item} item */
  const update = (card, { need, supporters, supported }) => {
    const [badge, number, button] = ["need-state", "supporters", "support"].map(
      (name) => /** @type {HTMLElement} */ (card.querySelector(`[data-testid="${name}"]`)),
    );
    text(badge, t(`need.${need.state}`));
    text(number, t("voice.supporters", { n: supporters }));
    const word = t(supported ? "voice.end_support" : "voice.support");
    text(button, word);
    attribute(button, "aria-pressed", String(supported));
    attribute(button, "aria-label", `${word}: ${need.title}`);
    attribute(button, "class", supported ? "button" : "button button--primary");
    button.hidden = need.state !== "accepted";
  };
  return listingView({
    listing,
    list,
    render: () => {
      const items = listing.items.map((item) => ({ ...item, id: item.need.id }));
      reconcile(list, items, make, update);
    },
    empty: { icon: "inbox", heading: t("voice.no_needs"), text: t("voice.no_needs_text") },
  });
}
