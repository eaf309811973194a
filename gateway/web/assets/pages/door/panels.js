import { form } from "../../components/form.js";
import { field } from "../../components/uh-field.js";
import { attribute, h, text } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { shown } from "../../lib/time.js";
import { conflicts, forgetConflicts, waiting } from "./queue.js";

/** @typedef {import("./gate.js").Gate} Gate */

/** Which gate this is, and for which release. @param {Gate} gate @param {import("../../lib/api.js").Api} api */
export function setupPanel(gate, api) {
  const name = h("input", {
    name: "gate",
    maxlength: 40,
    autocomplete: "off",
    "data-testid": "gate",
    value: gate.setup.gate,
  });
  const release = h("select", { name: "release", "data-testid": "door-release" });
  const any = () => h("option", { value: "" }, t("door.any_release"));

  /** @param {{id: string, title: string}[]} releases */
  const offer = (releases) => {
    const { kept } = gate.list;
    const known = kept && !releases.some(({ id }) => id === kept.release);
    const all = known ? [...releases, { id: kept.release, title: kept.title }] : releases;
    release.replaceChildren(
      any(),
      ...all.map(({ id, title }) => h("option", { value: id }, title)),
    );
    release.value = gate.setup.release;
  };
  offer([]);
  const load = () =>
    api.get("/v1/releases?limit=100").then(
      ({ items }) => offer(items),
      () => {}, // without a network the one chosen before stays
    );
  const box = form({
    fields: [field(t("door.gate"), name, t("door.gate_hint")), field(t("door.release"), release)],
    action: t("door.save"),
    testid: "save-gate",
    submit: async () => gate.choose({ gate: name.value.trim(), release: release.value }),
  });
  const summary = h("summary", null, t("door.setup"));
  return h("details", { class: "card", ontoggle: load, "data-testid": "setup" }, summary, box);
}

/** What this gate can do, what it has to tell of yet, and who has come. @param {Gate} gate */
export function statePanel(gate) {
  const state = h("p", { class: "note note--info", role: "status", "data-testid": "door-state" });
  const queue = h("p", { class: "note note--warn", "data-testid": "queue", hidden: true });
  const alarms = h("div", { class: "stack", role: "alert", "data-testid": "conflicts" });
  const come = h("p", { "data-testid": "door-counts", hidden: true });
  const gates = h("ul", { class: "history", "data-testid": "door-gates" });

  function draw() {
    const able = gate.able === false ? "unable" : gate.ready ? "ready" : "not_ready";
    const keeps = t(`door.keeps.${able}`);
    text(state, `${t(gate.online ? "door.online" : "door.offline")} ${keeps}`);
    attribute(state, "data-state", able);
    attribute(state, "data-online", gate.online ? "yes" : "no");
    const count = waiting().length;
    queue.hidden = !count;
    text(queue, t("door.queue", { count }));
    drawConflicts();
    const { kept } = gate.list;
    const counts = kept && gate.list.covers(gate.setup.release) ? kept.counts : null;
    come.hidden = gates.hidden = !counts;
    if (!counts) return;
    const { places, admitted_places: admitted, awaited_places: awaited } = counts;
    text(come, t("door.counts", { places, admitted, awaited }));
    const lines = counts.gates.map(({ gate: name, places: through }) =>
      h("li", null, `${name || t("door.no_name")}: ${through}`),
    );
    gates.replaceChildren(...lines);
  }

  function drawConflicts() {
    const lines = conflicts().map(({ at, result, reason, used_at, used_gate }) => {
      const first = { when: used_at && shown(used_at, "exact"), gate: used_gate };
      const what = result === "already_used" ? t("door.used_at", first) : t("door.not_accepted");
      const why = result === "invalid" && reason ? t(`door.reason.${reason}`) : "";
      const here = t("door.conflict", { when: shown(at, "exact") });
      return h("p", { class: "note note--bad", "data-testid": "conflict" }, `${here} ${what} ${why}`);
    });
    const done = () => {
      forgetConflicts();
      draw();
    };
    if (lines.length) {
      lines.push(h("button", { type: "button", class: "button", onclick: done }, t("door.seen")));
    }
    if (lines.length !== alarms.children.length) alarms.replaceChildren(...lines);
  }

  gate.on("change", draw);
  draw();
  return h("div", { class: "stack" }, alarms, state, queue, come, gates);
}
