import "../components/uh-language-switch.js";
import "../components/uh-status.js";
import "../components/uh-toast.js";
import { trouble } from "../components/trouble.js";
import { Api } from "../lib/api.js";
import { ServerClock } from "../lib/clock.js";
import { LOGO, attribute, h, icon, text } from "../lib/dom.js";
import { languages, loadTexts, t } from "../lib/i18n.js";
import { route } from "../lib/router.js";
import { Session } from "../lib/session.js";
import { accountView } from "./member/account.js";
import { inboxView } from "./member/inbox.js";
import { Live } from "./member/live.js";
import { loginView } from "./member/login.js";
import { releasesView } from "./member/releases.js";
import { MemberState } from "./member/state.js";
import { ticketView } from "./member/ticket.js";
import { ticketsView } from "./member/tickets.js";

/**
 * @typedef {object} Context what a view may use
 * @property {Api} api
 * @property {Session} session
 * @property {ServerClock} clock
 * @property {MemberState} state
 * @property {import("../components/uh-toast.js").Toast} toast
 *
 * @typedef {{title: string, element: HTMLElement, stop: () => void}} View
 */

/** The tabs, in order: route, icon, the page if it is another one. */
const TABS = [
  ["releases", "release"],
  ["tickets", "ticket"],
  ["voice", "good", "/voice/"],
  ["inbox", "inbox"],
  ["account", "person"],
];

/** The member's page: logs in, then shows one view at a time. */
class MemberPage {
  session = new Session("member");
  clock = new ServerClock();
  api = new Api(this.session, this.clock);
  draft = { card: "", sentAt: 0 };
  reason = "";
  /** @type {MemberState | null} */
  state = null;
  /** @type {Live | null} */
  live = null;
  /** @type {View | null} */
  view = null;
  /** The log-in that is shown; empty for none. */
  login = "";
  /** @type {(() => void) | null} */
  show = null;

  toast = /** @type {import("../components/uh-toast.js").Toast} */ (h("uh-toast"));
  header = h("header", { class: "bar" });
  main = h("main", { class: "page" });
  nav = h("nav", { class: "tabs" });
  count = h("span", { class: "count", "data-testid": "inbox-count" });

  start() {
    const app = /** @type {HTMLElement} */ (document.getElementById("app"));
    app.replaceChildren(this.header, this.nav, h("uh-status"), this.main, this.toast);
    this.session.on("change", (reason) => this.follow(reason));
    languages.on("change", () => this.draw());
    this.show = route({
      releases: () => this.open(releasesView),
      tickets: (id) => this.open(id ? ticketView : ticketsView, id),
      inbox: () => this.open(inboxView),
      account: () => this.open(accountView),
    });
    addEventListener("hashchange", () => this.arrive());
    this.draw();
    this.follow();
  }

  /** Comes in or goes out with the session. @param {string} [reason] */
  async follow(reason = "") {
    const { login } = this.session;
    if (login === this.login) return;
    this.login = login;
    this.reason = reason;
    if (this.live) this.live.stop();
    this.live = this.state = null;
    this.draw();
    if (!login) return this.arrive();
    try {
      const state = await MemberState.load(this.api);
      if (login === this.login) this.enter(state);
    } catch (error) {
      const problem = /** @type {import("../lib/problem.js").Problem} */ (error);
      if (login !== this.session.login) return;
      const again = () => {
        this.login = "";
        this.follow();
      };
      this.main.replaceChildren(trouble(problem, again));
    }
  }

  /** @param {MemberState} state */
  enter(state) {
    this.state = state;
    state.on("unread", () => this.drawCount());
    state.on("message", ({ title }) => {
      const [, name] = location.hash.split("/");
      if (name !== "inbox") this.toast.show(t("inbox.arrived", { title }), { href: "#/inbox" });
    });
    this.live = new Live(this.api, this.clock, state);
    this.live.start();
    // The tab shows the count; the inbox itself tells of trouble when it is opened.
    state.loadMessages().catch(() => {});
    this.draw();
    this.arrive();
  }

  /** Everything around the view, and the view. */
  draw() {
    const focused = this.header.contains(document.activeElement);
    const picture = h("img", { src: LOGO, alt: "", width: 32, height: 32 });
    const brand = h("a", { class: "brand", href: "#/releases" }, picture, t("app.name"));
    this.header.replaceChildren(brand, h("uh-language-switch"));
    if (focused) this.header.querySelector("button")?.focus();
    attribute(this.nav, "aria-label", t("nav.label"));
    this.nav.hidden = !this.state;
    this.nav.replaceChildren(
      ...TABS.map(([name, picture, page]) =>
        h(
          "a",
          { href: page || `#/${name}`, "data-testid": `tab-${name}` },
          icon(picture),
          h("span", null, t(`nav.${name}`)),
          name === "inbox" && this.count,
        ),
      ),
    );
    if (this.show) this.show();
  }

  drawCount() {
    const unread = this.state ? this.state.unread : 0;
    text(this.count, unread > 99 ? "99+" : String(unread));
    attribute(this.count, "aria-label", t("inbox.unread", { n: unread }));
    attribute(this.count, "data-count", unread);
    this.drawTitle();
  }

  drawTitle() {
    const unread = this.state && this.state.unread ? `(${this.state.unread}) ` : "";
    document.title = `${unread}${this.view ? this.view.title : ""} · ${t("app.name")}`;
  }

  /**
   * @param {(context: any, parameter: string) => View} make
   * @param {string} [parameter]
   */
  open(make, parameter = "") {
    if (this.view) this.view.stop();
    this.view = null;
    if (!this.session.tokens) this.view = loginView(this);
    else if (this.state) this.view = make(this, parameter);
    this.main.replaceChildren(
      this.view ? this.view.element : h("div", { class: "skeleton", role: "status" }),
    );
    const name = location.hash.split("/")[1] || "releases";
    for (const tab of this.nav.children) {
      attribute(tab, "aria-current", tab.getAttribute("href") === `#/${name}` ? "page" : null);
    }
    this.drawCount();
  }

  /** Tells a screen reader, by the focus, that another view is there. */
  arrive() {
    scrollTo(0, 0);
    this.main.querySelector("h1")?.focus();
  }
}

loadTexts().then(() => new MemberPage().start());
