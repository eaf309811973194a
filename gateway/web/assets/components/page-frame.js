import "./uh-language-switch.js";
import "./uh-status.js";
import "./uh-toast.js";
import { Api } from "../lib/api.js";
import { ServerClock } from "../lib/clock.js";
import { LOGO, attribute, h, icon } from "../lib/dom.js";
import { languages, t } from "../lib/i18n.js";
import { route } from "../lib/router.js";
import { Session } from "../lib/session.js";

/**
 * @typedef {{title: string, element: HTMLElement, stop: () => void}} View
 *
 * @typedef {object} Context what a view may use
 * @property {Api} api
 * @property {import("./uh-toast.js").Toast} toast
 * @property {Session} session
 * @property {ServerClock} clock
 *
 * @typedef {object} Part
 * @property {string} name of the route
 * @property {string} [picture] and
 * @property {string} [text] the key of what its tab says; without both it has no tab
 * @property {(context: Context, parameter: string) => View} view
 *
 * @typedef {object} Frame
 * @property {string} heading the key of what the page is called
 * @property {string} [logInFirst] the key of why one has to log in; without it, all may look
 * @property {(context: Context) => View} [logIn] in place of the way to the members' log-in
 * @property {string} [realm] of the session, the members' one if it is not said
 * @property {Part[]} parts the first is shown where no other fits
 */

/**
 * A page beside the member's own: its header, its tabs, one view at a time, and the way to the
 * log-in, which is on the member's page. Members' pages share its session.
 */
export class PageFrame {
  clock = new ServerClock();
  /** @type {View | null} */
  view = null;
  toast = /** @type {import("./uh-toast.js").Toast} */ (h("uh-toast"));
  header = h("header", { class: "bar" });
  nav = h("nav", { class: "tabs" });
  main = h("main", { class: "page" });

  /** @param {Frame} frame */
  constructor(frame) {
    this.frame = frame;
    this.session = new Session(frame.realm || "member");
    this.api = new Api(this.session, this.clock);
    this.login = this.session.login;
    this.tabs = frame.parts.filter(({ text }) => text);
    this.show = route(
      Object.fromEntries(
        frame.parts.map((part) => [part.name, (parameter) => this.open(part, parameter)]),
      ),
    );
  }

  start() {
    const app = /** @type {HTMLElement} */ (document.getElementById("app"));
    app.replaceChildren(this.header, this.nav, h("uh-status"), this.main, this.toast);
    this.session.on("change", () => this.follow());
    languages.on("change", () => this.draw());
    this.draw();
  }

  /** Comes in or goes out with the session, but not with each of its tokens. */
  follow() {
    if (this.login === this.session.login) return;
    this.login = this.session.login;
    this.draw();
  }

  /** Whether who is there may look. */
  get welcome() {
    return !!this.login || !this.frame.logInFirst;
  }

  draw() {
    const picture = h("img", { src: LOGO, alt: "", width: 32, height: 32 });
    this.header.replaceChildren(
      h("a", { class: "brand", href: "/" }, picture, t("app.name")),
      h("uh-language-switch"),
    );
    attribute(this.nav, "aria-label", t("nav.label"));
    this.nav.hidden = !this.welcome || this.tabs.length < 2;
    this.nav.replaceChildren(
      ...this.tabs.map(({ name, picture = "", text = "" }) =>
        h(
          "a",
          { href: `#/${name}`, "data-testid": `tab-${name}` },
          icon(picture),
          h("span", null, t(text)),
        ),
      ),
    );
    this.show();
  }

  /** @param {Part} part @param {string} parameter */
  open({ name, view }, parameter) {
    if (this.view) this.view.stop();
    const { logIn = () => outside(this.frame) } = this.frame;
    this.view = this.welcome ? view(this, parameter) : logIn(this);
    this.main.replaceChildren(this.view.element);
    for (const link of this.nav.children) {
      const current = link.getAttribute("href") === `#/${name}`;
      attribute(link, "aria-current", current ? "page" : null);
    }
    document.title = `${this.view.title} · ${t("app.name")}`;
    scrollTo(0, 0);
    this.main.querySelector("h1")?.focus();
  }
}

/** @param {Frame} frame @returns {View} for who is not logged in */
const outside = ({ heading, logInFirst = "" }) => ({
  title: t(heading),
  element: h(
    "section",
    { class: "stack narrow" },
    h("h1", { tabindex: "-1" }, t(heading)),
    h("p", { class: "note note--info" }, icon("info"), t(logInFirst)),
    h("a", { class: "button button--primary", href: "/", "data-testid": "to-log-in" }, t("login.heading")),
  ),
  stop: () => {},
});
