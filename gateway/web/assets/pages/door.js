import "../components/uh-scanner.js";
import { form } from "../components/form.js";
import { field } from "../components/uh-field.js";
import { attribute, h, icon, text } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { shown } from "../lib/time.js";
import { Gate } from "./door/gate.js";
import { setupPanel, statePanel } from "./door/panels.js";
import { StaffPage } from "./staff/page.js";

/** @typedef {import("./door/gate.js").Checked} Checked */

/** How each answer looks and feels (vibration in ms). @type {Record<string, [string, string, number[]]>} */
const LOOKS = {
  admitted: ["good", "good", [80]],
  already_used: ["warn", "warn", [200, 100, 200]],
  invalid: ["bad", "bad", [500]],
  unchecked: ["warn", "warn", [100, 100, 100, 100, 100]],
};
const REMEMBERED = 20;

/**
 * The door: a code in, an answer that is seen from two metres.
 * @param {StaffPage} page
 */
function doorView({ api, clock }) {
  const code = h("input", {
    name: "code",
    required: true,
    maxlength: 300,
    autocomplete: "off",
    autocapitalize: "characters",
    spellcheck: "false",
    class: "input--number",
    "data-testid": "code",
  });
  const ready = h("strong", null, t("door.ready"));
  const answer = h(
    "div",
    { class: "verdict verdict--ready", role: "status", "data-testid": "result" },
    ready,
  );
  const admitted = h("strong", { "data-testid": "admitted-count" }, "0");
  const history = h("ol", { class: "history" });
  let count = 0;
  const gate = new Gate(api, clock);

  const box = form({
    fields: [field(t("door.code"), code, t("door.code_hint"))],
    action: t("door.check"),
    testid: "check-in",
    submit: async () => {
      const typed = code.value.trim();
      const byHand = document.activeElement === code;
      const checked = await gate.check(typed);
      code.value = "";
      show(checked);
      // After the camera the keyboard of a phone would only cover the answer.
      if (byHand) code.focus();
    },
  });

  /** @param {Checked} checked */
  function show({ result, reason, title, used_at, used_gate = "", companions = [], offline }) {
    const [kind, picture, buzz] = LOOKS[result] || LOOKS.invalid;
    const when = used_at ? shown(used_at, "exact") : "";
    const why = reason ? t(`door.reason.${reason}`) : "";
    const used = t("door.used_at", { when, gate: used_gate });
    const detail = result === "already_used" ? used : offline ? t("door.told_later") : why;
    attribute(answer, "class", `verdict note--${kind}`);
    attribute(answer, "data-result", result);
    answer.replaceChildren(
      icon(picture),
      h("strong", null, t(`door.${result}`)),
      h("p", null, title || ""),
      h(
        "p",
        { hidden: !companions.length, "data-testid": "company" },
        t("door.company", { names: companions.join(" ") }),
      ),
      h("p", null, detail),
    );
    if (navigator.vibrate) navigator.vibrate(buzz);
    if (result === "admitted") text(admitted, String(++count));
    const line = h(
      "li",
      null,
      h("span", { class: `badge note--${kind}` }, t(`door.${result}`)),
      ` ${shown(clock.now(), "clock")} ${title || ""}`,
    );
    history.prepend(line);
    if (history.children.length > REMEMBERED) history.lastElementChild?.remove();
  }

  const scanner = h("uh-scanner", {
    "onuh-code": (/** @type {CustomEvent<string>} */ { detail }) => {
      code.value = detail;
      box.requestSubmit();
    },
  });
  const element = h(
    "section",
    { class: "stack" },
    h("h1", { tabindex: "-1" }, t("door.heading")),
    h(
      "div",
      { class: "door" },
      answer,
      h("div", { class: "card stack" }, box, scanner),
      h(
        "div",
        { class: "stack" },
        statePanel(gate),
        setupPanel(gate, api),
        h("p", null, t("door.count"), " ", admitted),
        history,
      ),
    ),
  );
  gate.start();
  return { title: t("door.heading"), element, stop: () => gate.stop() };
}

/** Keeps this page for the time without a network. It is a page of its own with a copy of its own. */
function keepPage() {
  const workers = navigator.serviceWorker;
  // Without a worker the page still works, only not after a reload without a network.
  if (workers) workers.register("/sw.js", { scope: "/door/" }).catch(() => {});
}

keepPage();
new StaffPage("door", [
  { name: "door", picture: "ticket", roles: ["venue", "federation"], view: doorView },
]).start({ keepsMe: true });
