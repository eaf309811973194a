import "../../components/uh-empty.js";
import { form } from "../../components/form.js";
import { listingView } from "../../components/listing.js";
import { field } from "../../components/uh-field.js";
import { file, save } from "../../lib/download.js";
import { h } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { Listing } from "../../lib/listing.js";
import { shown } from "../../lib/time.js";

/**
 * @typedef {{service: string, done_at: string | null}} Part
 * @typedef {{id: string, member_id: string, state: string, asked_at: string, asked_because: string,
 *   reason: string, parts: Part[]}} Erasure
 */

/**
 * Members' data: found by card, given out, erased; requests, and how far each erasure is.
 * @param {import("../staff/page.js").StaffPage} page
 */
export function privacyView(page) {
  const decides = !!page.me && page.me.roles.some(({ role }) => role === "federation");
  const requests = requestList(page, decides);
  const place = h("div", { class: "stack", "aria-live": "polite" });
  const finding = form({
    fields: [
      field(
        t("privacy.card"),
        h("input", {
          name: "card_no",
          required: true,
          inputmode: "numeric",
          autocomplete: "off",
          maxlength: 24,
          "data-testid": "card-no",
        }),
      ),
    ],
    action: t("privacy.look_up"),
    testid: "look-up",
    submit: async (values) => {
      const card_no = String(values.get("card_no"));
      const found = await page.api.post("/v1/members/lookups", { card_no });
      place.replaceChildren(memberBox(page, found, () => requests.listing.load()));
    },
  });
  return {
    title: t("privacy.office"),
    element: h(
      "section",
      { class: "stack" },
      h("h1", { tabindex: "-1" }, t("privacy.office")),
      h("p", { class: "muted" }, t("privacy.about")),
      decides && h("div", { class: "card narrow" }, finding),
      place,
      h("h2", null, t("privacy.requests")),
      requests.element,
    ),
    stop: requests.stop,
  };
}

/**
 * @param {import("../staff/page.js").StaffPage} page
 * @param {{member_id: string, name_masked: string}} member
 * @param {() => Promise<any>} erased
 */
const memberBox = ({ api, toast }, { member_id, name_masked }, erased) =>
  h(
    "div",
    { class: "card stack narrow", "data-testid": "member" },
    h("h2", null, name_masked),
    form({
      fields: [],
      action: t("privacy.export"),
      testid: "export-data",
      submit: async () => {
        const answer = await file(api, `/v1/members/${member_id}/export`);
        save(await answer.blob(), t("privacy.file"));
      },
    }),
    erasing(api, member_id, async () => {
      toast.show(t("privacy.begun"), { kind: "good" });
      await erased();
    }),
  );

/**
 * @param {import("../../lib/api.js").Api} api
 * @param {string} member_id
 * @param {(erasure: Erasure) => Promise<any>} then
 */
const erasing = (api, member_id, then) =>
  form({
    fields: [reasonField()],
    action: t("privacy.erase_now"),
    testid: "erase",
    submit: async (values) => {
      const reason = String(values.get("reason"));
      await then(await api.post(`/v1/members/${member_id}/erasures`, { reason }));
    },
  });

const reasonField = () =>
  field(
    t("privacy.because"),
    h("input", { name: "reason", required: true, maxlength: 200, "data-testid": "reason" }),
    t("privacy.because_hint"),
  );

/** @param {import("../staff/page.js").StaffPage} page @param {boolean} decides */
function requestList({ api, toast }, decides) {
  const listing = /** @type {Listing<Erasure>} */ (new Listing(api, "/v1/erasures?limit=50"));
  const list = h("div", { class: "cards" });

  /** @param {Erasure} changed */
  const set = async (changed) => {
    toast.show(t("privacy.decided"), { kind: "good" });
    listing.set(listing.items.map((other) => (other.id === changed.id ? changed : other)));
  };

  /** @param {Erasure} erasure */
  const card = (erasure) =>
    h(
      "article",
      { class: "card stack", "data-testid": "erasure", "data-state": erasure.state },
      h(
        "div",
        { class: "row row--between" },
        h("strong", null, shown(erasure.asked_at)),
        h("span", { class: "badge" }, t(`privacy.state_${erasure.state}`)),
      ),
      h("p", { class: "muted" }, erasure.member_id),
      erasure.asked_because && h("p", null, erasure.asked_because),
      erasure.reason && h("p", null, erasure.reason),
      erasure.parts.length > 0 &&
        h(
          "ul",
          null,
          ...erasure.parts.map(({ service, done_at }) =>
            h(
              "li",
              { "data-testid": "part", "data-done": done_at ? "true" : "false" },
              `${service}: ${done_at ? shown(done_at) : t("privacy.not_yet")}`,
            ),
          ),
        ),
      decides && erasure.state === "asked" && erasing(api, erasure.member_id, set),
      decides && erasure.state === "asked" && refusing(erasure),
    );

  /** @param {Erasure} erasure */
  const refusing = ({ id }) =>
    form({
      fields: [reasonField()],
      action: t("privacy.refuse"),
      testid: "refuse",
      submit: async (values) => {
        const reason = String(values.get("reason"));
        await set(await api.post(`/v1/erasures/${id}/refusal`, { reason }));
      },
    });

  const view = listingView({
    listing,
    list,
    render: () => list.replaceChildren(...listing.items.map(card)),
    empty: { icon: "inbox", heading: t("privacy.none"), text: t("privacy.none_text") },
  });
  return { listing, ...view };
}
