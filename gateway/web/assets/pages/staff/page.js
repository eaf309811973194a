import "../../components/uh-language-switch.js";
import "../../components/uh-status.js";
import "../../components/uh-toast.js";
import { trouble } from "../../components/trouble.js";
import { Api } from "../../lib/api.js";
import { ServerClock } from "../../lib/clock.js";
import { LOGO, attribute, h, icon } from "../../lib/dom.js";
import { languages, loadTexts, t } from "../../lib/i18n.js";
import { route } from "../../lib/router.js";
import { Session } from "../../lib/session.js";
import { forget, keep, recall } from "../../lib/storage.js";
import { logInView } from "./login.js";

/**
 * @typedef {{title: string, element: HTMLElement, stop: () => void}} View
 *
 * @typedef {object} Me
 * @property {string} name
 * @property {{role: string, scope: string}[]} roles
 *
 * @typedef {object} Tab
 * @property {string} name of the route and of its text `nav.…`
 * @property {string} picture
 * @property {string[]} roles who may see it; the server decides what they may do
 * @property {(page: any) => View} view
 */

/** A page for staff: log-in by name and password, then the tabs that fit their roles. */
export class StaffPage {
  /** @type {Me | null} */
  me = null;
  /** @type {View | null} */
  view = null;
  /** The log-in that is shown; empty for none. */
  login = "";
  keepsMe = false;
  clock = new ServerClock();
  toast = /** @type {import("../../components/uh-toast.js").Toast} */ (h("uh-toast"));
  header = h("header", { class: "bar" });
  nav = h("nav", { class: "tabs" });
  main = h("main", { class: "page" });

  /**
   * @param {string} realm of the session, and of the text `title.…`
   * @param {Tab[]} tabs
   */
  constructor(realm, tabs) {
    this.realm = realm;
    this.tabs = tabs;
    this.session = new Session(realm);
    this.api = new Api(this.session, this.clock);
  }

  /**
   * @param {{keepsMe?: boolean}} [options] whether who is logged in is known without a network too
   */
  async start({ keepsMe = false } = {}) {
    this.keepsMe = keepsMe;
    await loadTexts("staff", "draws");
    const app = /** @type {HTMLElement} */ (document.getElementById("app"));
    app.replaceChildren(this.header, this.nav, h("uh-status"), this.main, this.toast);
    this.session.on("change", () => this.follow());
    languages.on("change", () => this.draw());
    route(Object.fromEntries(this.tabs.map((tab) => [tab.name, () => this.open()])));
    this.draw();
    this.follow();
  }

  /** Comes in or goes out with the session. */
  async follow() {
    const { login } = this.session;
    if (login === this.login) return;
    this.login = login;
    const name = `uh.${this.realm}.me`;
    const kept = this.keepsMe && login ? recall(name) : null;
    const before = kept && kept.login === login ? kept.me : null;
    this.me = before;
    this.draw();
    if (!login) {
      forget(name);
      return;
    }
    try {
      const me = await this.api.get("/v1/me");
      if (login !== this.login) return;
      if (this.keepsMe) keep(name, { login, me });
      this.me = me;
      // What somebody is typing is not drawn anew for nothing.
      if (JSON.stringify(me) !== JSON.stringify(before)) this.draw();
    } catch (error) {
      if (login !== this.session.login) return;
      const problem = /** @type {import("../../lib/problem.js").Problem} */ (error);
      if (before && problem.passing) return;
      const again = () => {
        this.login = "";
        this.follow();
      };
      this.main.replaceChildren(trouble(problem, again));
    }
  }

  /** The tabs of somebody with these roles. */
  get allowed() {
    const roles = this.me ? this.me.roles.map(({ role }) => role) : [];
    return this.tabs.filter((tab) => tab.roles.some((role) => roles.includes(role)));
  }

  draw() {
    const picture = h("img", { src: LOGO, alt: "", width: 32, height: 32 });
    const out = h(
      "button",
      {
        type: "button",
        class: "button button--quiet",
        "data-testid": "log-out",
        onclick: () => this.logOut(),
      },
      t("account.log_out"),
    );
    this.header.replaceChildren(
      h("a", { class: "brand", href: "#/" }, picture, t(`title.${this.realm}`)),
      h(
        "div",
        { class: "row" },
        this.me && h("span", { class: "muted bar__who" }, this.me.name),
        h("uh-language-switch"),
        this.me && out,
      ),
    );
    attribute(this.nav, "aria-label", t("nav.label"));
    const tabs = this.allowed;
    this.nav.hidden = tabs.length < 2;
    this.nav.replaceChildren(
      ...tabs.map(({ name, picture }) =>
        h(
          "a",
          { href: `#/${name}`, "data-testid": `tab-${name}` },
          icon(picture),
          t(`nav.${name}`),
        ),
      ),
    );
    this.open();
  }

  open() {
    if (this.view) this.view.stop();
    const name = location.hash.split("/")[1];
    const tab = this.allowed.find((each) => each.name === name) || this.allowed[0];
    if (!this.me) this.view = this.session.tokens ? waiting() : logInView(this);
    else this.view = tab ? tab.view(this) : nothing();
    this.main.replaceChildren(this.view.element);
    for (const link of this.nav.children) {
      const current = tab && link.getAttribute("href") === `#/${tab.name}`;
      attribute(link, "aria-current", current ? "page" : null);
      if (current) link.scrollIntoView({ block: "nearest", inline: "center" });
    }
    document.title = `${this.view.title} · ${t(`title.${this.realm}`)}`;
    this.main.querySelector("h1")?.focus();
  }

  async logOut() {
    const end = this.api.send("/v1/sessions/current", {
      method: "DELETE",
      attempts: 1,
      timeout: 3000,
    });
    await end.catch(() => {}); // the browser forgets in any case
    this.session.end();
  }
}

/** @returns {View} */
const waiting = () => ({
  title: t("status.loading"),
  element: h("div", { class: "skeleton", role: "status", "aria-label": t("status.loading") }),
  stop: () => {},
});

/** @returns {View} */
const nothing = () => ({
  title: t("staff.nothing"),
  element: h("p", { class: "note note--warn" }, icon("warn"), t("staff.nothing")),
  stop: () => {},
});
