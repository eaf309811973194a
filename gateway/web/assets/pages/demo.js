import "../components/uh-language-switch.js";
import "../components/uh-toast.js";
import { trouble } from "../components/trouble.js";
import { field } from "../components/uh-field.js";
import { Api } from "../lib/api.js";
import { ServerClock } from "../lib/clock.js";
import { LOGO, attribute, h } from "../lib/dom.js";
import { languages, loadTexts, t } from "../lib/i18n.js";
import { Session } from "../lib/session.js";
import { shown } from "../lib/time.js";
import { accountsView } from "./demo/accounts.js";
import { MemberFrame } from "./demo/frame.js";
import { releaseSoon } from "./demo/opening.js";
import { Phone } from "./demo/phone.js";

/** @typedef {{card_no: string, phone: string, name: string, district: string}} Member */
/** @typedef {import("./demo/opening.js").Account} Account */
/** @typedef {import("../lib/problem.js").Problem} Problem */

/** The demonstration: a member's page beside the member's phone. */
class DemoPage {
  clock = new ServerClock();
  session = new Session("demo");
  api = new Api(this.session, this.clock);
  toast = /** @type {import("../components/uh-toast.js").Toast} */ (h("uh-toast"));
  header = h("header", { class: "bar" });
  main = h("main", { class: "page demo" });
  /** @type {Member[]} */
  members = [];
  /** @type {Account[]} */
  staff = [];
  /** @type {Member | null} */
  chosen = null;
  frame = new MemberFrame();
  guide = h("section", { class: "stack guide" });
  sms = h("section", { class: "card stack phone", "data-testid": "demo-phone" });
  device = h("div", { class: "device" }, this.frame.element);
  accounts = h("section", { class: "card stack accounts" });
  /** @type {Phone | null} */
  phone = null;

  async start() {
    await loadTexts("demo");
    const app = /** @type {HTMLElement} */ (document.getElementById("app"));
    app.replaceChildren(this.header, this.main, this.toast);
    languages.on("change", () => this.draw());
    document.addEventListener("visibilitychange", () => this.phone && this.phone.look());
    this.load();
  }

  async load() {
    try {
      const { members, staff } = await this.api.get("/demo/accounts", { open: true });
      this.members = members;
      this.staff = staff;
      this.draw();
      this.choose(members[0].card_no);
    } catch (error) {
      const again = () => this.load();
      this.main.replaceChildren(trouble(/** @type {Problem} */ (error), again));
    }
  }

  draw() {
    const picture = h("img", { src: LOGO, alt: "", width: 32, height: 32 });
    const brand = h("a", { class: "brand", href: "/demo/" }, picture, t("demo.title"));
    this.header.replaceChildren(brand, h("uh-language-switch"));
    document.title = t("demo.title");
    if (this.phone) this.phone.stop();
    this.phone = new Phone(this.api, (code) => this.frame.enter(code));
    // A frame that is moved loads anew: it stays where it is, and the rest is filled around it.
    if (!this.device.isConnected) {
      this.main.replaceChildren(this.guide, this.sms, this.device, this.accounts);
    }
    attribute(this.frame.element, "title", t("demo.frame"));
    this.guide.replaceChildren(...this.steps());
    this.sms.replaceChildren(...this.phone.elements);
    this.follow();
  }

  /** Shows what belongs to the chosen member. */
  follow() {
    if (!this.chosen || !this.phone) return;
    this.phone.show(this.chosen);
    this.accounts.replaceChildren(...accountsView(this.staff, this.chosen.district));
  }

  /** @param {string} cardNo */
  choose(cardNo) {
    const member = this.members.find(({ card_no }) => card_no === cardNo);
    if (!member) return;
    this.chosen = member;
    this.follow();
    this.frame.present(member.card_no);
  }

  /** What to do, and who one is. */
  steps() {
    const opening = h(
      "button",
      {
        type: "button",
        class: "button button--primary",
        "data-testid": "demo-release",
        onclick: () => this.release(opening),
      },
      t("demo.release"),
    );
    return [
      h("h1", null, t("demo.heading")),
      h(
        "ol",
        { class: "steps" },
        ...[t("demo.step_choose"), t("demo.step_code"), t("demo.step_claim")].map((step) =>
          h("li", null, step),
        ),
      ),
      h(
        "div",
        { class: "card stack" },
        field(t("demo.member"), this.picker()),
        opening,
        h("p", { class: "muted" }, t("demo.release_text")),
      ),
    ];
  }

  picker() {
    const districts = [...new Set(this.members.map(({ district }) => district))];
    const group = (/** @type {string} */ district) =>
      h(
        "optgroup",
        { label: t(`district.${district}`) },
        ...this.members
          .filter((member) => member.district === district)
          .map(({ card_no, name }) =>
            h(
              "option",
              { value: card_no, selected: this.chosen && this.chosen.card_no === card_no },
              `${name} ${card_no}`,
            ),
          ),
      );
    const select = h(
      "select",
      { "data-testid": "demo-member", onchange: () => this.choose(select.value) },
      ...districts.map(group),
    );
    return select;
  }

  /** @param {HTMLButtonElement} button */
  async release(button) {
    if (!this.chosen) return;
    button.disabled = true;
    try {
      const { opens_at } = await releaseSoon(this, this.chosen.district);
      this.toast.show(t("demo.released", { when: shown(opens_at, "clock") }), { kind: "good" });
    } catch (error) {
      this.toast.show(/** @type {Problem} */ (error).text, { kind: "bad" });
    } finally {
      button.disabled = false;
    }
  }
}

new DemoPage().start();
