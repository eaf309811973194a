import { form } from "../../components/form.js";
import { actButton, loadedView } from "../../components/loaded.js";
import { ask } from "../../components/uh-dialog.js";
import { field } from "../../components/uh-field.js";
import { h, icon } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { shown } from "../../lib/time.js";
import { faultList } from "./broadcast-faults.js";
import { progressPanel } from "./broadcast-progress.js";
import { broadcastState, officeName } from "./broadcasts.js";
import { textList, yuan } from "./template-texts.js";
import { writes } from "./templates.js";

/**
 * @typedef {import("../staff/page.js").StaffPage} StaffPage
 * @typedef {import("./broadcasts.js").Broadcast} Broadcast
 */

const MOVING = ["checking", "approved", "running"];
const OVER = ["finished", "cancelled"];

/**
 * One broadcast: what it says and to whom, how far it is, and what may be done with it.
 * @param {StaffPage} page
 * @param {string} id
 */
export function broadcastView(page, id) {
  const place = `/v1/broadcasts/${encodeURIComponent(id)}`;
  /** @type {() => void} */
  let stop = () => {};
  const view = loadedView(t("broadcast.broadcast"), async (again) => {
    stop();
    /** @type {{broadcast: Broadcast, messages: import("./broadcast-progress.js").Count[]}} */
    const found = await page.api.get(place);
    const { broadcast } = found;
    const progress = progressPanel({ page, place, found, moving: MOVING, turned: again });
    stop = progress.stop;
    return [
      h("a", { class: "back", href: "#/broadcasts" }, icon("back"), t("broadcast.heading")),
      facts(broadcast),
      progress.element,
      ...(broadcast.bad_lines ? [faultList(page.api, place, broadcast)] : []),
      ...(broadcast.state === "checking" ? [] : [preview(page, place)]),
      ...(writes(page) ? acts(page, place, broadcast, again) : []),
    ];
  });
  return {
    ...view,
    stop: () => {
      view.stop();
      stop();
    },
  };
}

/** @param {Broadcast} broadcast */
function facts(broadcast) {
  const { title, state, office, template, version, channels, language, reason, send_at } = broadcast;
  const rows = [
    [t("broadcast.office"), officeName(office)],
    [t("broadcast.whom"), whom(broadcast)],
    [t("broadcast.template"), h("a", { href: `#/templates/${template}` }, `${template} · v${version}`)],
    [
      t("template.channels"),
      [...channels.map((each) => t(`channel.${each}`)), t(`template.language_${language}`)].join(" · "),
    ],
    [t("broadcast.send_at"), send_at ? shown(send_at, "exact") : t("broadcast.at_once")],
    [t("broadcast.created_by"), `${broadcast.created_by} · ${shown(broadcast.created_at)}`],
    ...(broadcast.approved_by && broadcast.approved_at
      ? [[t("broadcast.approved_by"), `${broadcast.approved_by} · ${shown(broadcast.approved_at)}`]]
      : []),
    ...(reason ? [[t("broadcast.reason"), reason]] : []),
  ];
  return h(
    "article",
    { class: "card stack" },
    h("div", { class: "row row--between" }, h("h2", { class: "wrap" }, title), broadcastState(state)),
    h(
      "dl",
      { class: "facts" },
      ...rows.flatMap(([name, is]) => [h("dt", null, name), h("dd", { class: "wrap" }, is)]),
    ),
  );
}

/** @param {Broadcast} broadcast @returns {string} */
function whom({ audience, unions, groups, release_id }) {
  if (audience === "holders") return [t("broadcast.audience_holders"), release_id].join(" ");
  if (audience === "csv") return t("broadcast.audience_csv");
  const named = groups.map((code) => t(`audience.${code}`)).join(" · ");
  const where = unions.map((path) => (path ? officeName(path) : t("broadcast.everybody")));
  return [where.join(" · "), named].filter(Boolean).join(" — ");
}

/** What the first recipients would read, and what it costs. @param {StaffPage} page @param {string} place */
function preview({ api, toast }, place) {
  const result = h("div", { class: "stack", role: "status", "data-testid": "preview" });
  const look = actButton({
    label: t("broadcast.preview"),
    testid: "look",
    toast,
    act: async () => {
      /** @type {{total: number | null, examples: any[]}} */
      const { total, examples } = await api.get(`${place}/preview`);
      result.replaceChildren(
        h("p", { "data-testid": "total" }, total === null ? t("broadcast.unknown_total") : t("broadcast.total", { n: total })),
        ...examples.map(({ line, texts, parts, price }) =>
          h(
            "div",
            { class: "question stack" },
            line !== null && h("p", { class: "field__label" }, t("broadcast.line", { n: line })),
            textList(texts),
            parts > 0 && h("p", { class: "muted" }, t("broadcast.costs", { parts, yuan: yuan(price) })),
          ),
        ),
      );
    },
  });
  return h(
    "section",
    { class: "card stack" },
    h("h2", null, t("broadcast.preview")),
    h("p", { class: "muted" }, t("broadcast.preview_text")),
    h("div", { class: "row" }, look),
    result,
  );
}

/**
 * @param {StaffPage} page
 * @param {string} place
 * @param {Broadcast} broadcast
 * @param {() => void} again
 * @returns {HTMLElement[]}
 */
function acts({ api, toast, me }, place, broadcast, again) {
  const { state, created_by, bad_lines } = broadcast;
  if (OVER.includes(state)) return [];
  const mine = !!me && me.id === created_by;
  /** @param {string} verb @param {string} path @param {boolean} [primary] */
  const act = (verb, path, primary = false) =>
    actButton({
      label: t(`broadcast.${verb}`),
      testid: verb,
      toast,
      primary,
      act: async () => {
        if (verb === "approve" && !(await sure())) return;
        await api.post(`${place}/${path}`, {});
        toast.show(t(`broadcast.done_${verb}`), { kind: "good" });
        again();
      },
    });
  const sure = () =>
    ask({
      heading: t("broadcast.approve"),
      content: [
        h("p", null, t("broadcast.approve_sure", { title: broadcast.title })),
        bad_lines > 0 && h("p", null, t("broadcast.without_faulty", { n: bad_lines })),
      ].filter((part) => part !== false),
      action: t("broadcast.approve"),
    });
  return [
    h(
      "section",
      { class: "card stack" },
      h("h2", null, t("broadcast.acts")),
      state === "draft" &&
        mine &&
        h("p", { class: "note note--info", "data-testid": "second" }, icon("info"), t("broadcast.second")),
      h(
        "div",
        { class: "row" },
        state === "draft" && !mine && act("approve", "approval", true),
        (state === "approved" || state === "running") && act("pause", "pause"),
        state === "paused" && act("resume", "resumption", true),
      ),
      h(
        "details",
        { class: "stack" },
        h("summary", { "data-testid": "calling-off" }, t("broadcast.cancel")),
        form({
          fields: [
            h("p", { class: "muted" }, t("broadcast.cancel_text")),
            field(
              t("broadcast.why"),
              h("input", { name: "reason", required: true, maxlength: 200, "data-testid": "reason" }),
            ),
          ],
          action: t("broadcast.cancel"),
          testid: "cancel",
          submit: async (values) => {
            await api.post(`${place}/cancellation`, { reason: String(values.get("reason")) });
            toast.show(t("broadcast.done_cancel"), { kind: "good" });
            again();
          },
        }),
      ),
    ),
  ];
}
