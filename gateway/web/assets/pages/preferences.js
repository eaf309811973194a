import { form } from "../components/form.js";
import { loadedView } from "../components/loaded.js";
import { PageFrame } from "../components/page-frame.js";
import { h, icon } from "../lib/dom.js";
import { addTexts, loadTexts, t } from "../lib/i18n.js";

/**
 * @typedef {import("../components/page-frame.js").Context} Context
 * @typedef {{topic: string, sms: boolean, digest: boolean}} Choice
 * @typedef {{starts_at: string, ends_at: string}} Hours in Shanghai
 */

/**
 * What the member wants on the phone. The inbox gets everything in any case.
 * @param {Context} context
 */
const choicesView = (context) =>
  loadedView(t("prefs.heading"), async () => {
    const { api, toast } = context;
    const data = h("div", { class: "stack" });
    later(context, data);
    /** @type {{topics: Choice[], quiet_hours: Hours | null}} */
    const { topics, quiet_hours: quiet } = await api.get("/v1/me/preferences");
    const boxes = topics.map(({ topic, sms }) =>
      h("input", { type: "checkbox", name: topic, checked: sms, "data-testid": `topic-${topic}` }),
    );
    const box = form({
      fields: [
        h(
          "fieldset",
          { class: "question stack" },
          h("legend", { class: "field__label" }, t("prefs.by_sms")),
          ...topics.map(({ topic }, at) =>
            h(
              "label",
              { class: "tick" },
              boxes[at],
              h(
                "span",
                null,
                h("strong", null, t(`prefs.topic_${topic}`)),
                h("br", null),
                h("span", { class: "muted" }, t(`prefs.about_${topic}`)),
              ),
            ),
          ),
        ),
        ...topics.filter(({ topic }) => topic === "news").map(digest),
        h(
          "div",
          { class: "row" },
          h("button", { type: "button", class: "button", "data-testid": "none", onclick: none }, t("prefs.none")),
        ),
      ],
      action: t("prefs.save"),
      testid: "save-preferences",
      submit: async (values) => {
        const chosen = topics.map(({ topic }) => ({
          topic,
          sms: values.has(topic),
          ...(topic === "news" && { digest: values.has("digest") }),
        }));
        await api.send("/v1/me/preferences", { method: "PUT", body: { topics: chosen } });
        toast.show(t("prefs.saved"), { kind: "good" });
      },
    });
    function none() {
      for (const each of boxes) each.checked = false;
      box.requestSubmit();
    }
    return [
      h("a", { class: "back", href: "/#/account" }, icon("back"), t("prefs.back")),
      h("p", { class: "note note--info" }, icon("inbox"), t("prefs.inbox_text")),
      h("div", { class: "card" }, box),
      h(
        "section",
        { class: "card stack" },
        h("h2", null, t("prefs.quiet")),
        h(
          "p",
          { "data-testid": "quiet-hours" },
          quiet
            ? t("prefs.quiet_text", { from: quiet.starts_at, to: quiet.ends_at })
            : t("prefs.never_quiet"),
        ),
        h("h2", null, t("prefs.opt_out")),
        h("p", null, t("prefs.opt_out_text")),
      ),
      data,
    ];
  });

/** How news come that are wanted. @param {Choice} choice */
const digest = ({ digest: chosen }) =>
  h(
    "fieldset",
    { class: "question stack" },
    h("legend", { class: "field__label" }, t("prefs.news_how")),
    h(
      "label",
      { class: "tick" },
      h("input", { type: "checkbox", name: "digest", checked: chosen, "data-testid": "digest" }),
      h(
        "span",
        null,
        h("strong", null, t("prefs.digest")),
        h("br", null),
        h("span", { class: "muted" }, t("prefs.about_digest")),
      ),
    ),
  );

/**
 * The member's data, which few look at: fetched by itself, and in nobody's way if it is not there.
 * @param {Context} context
 * @param {HTMLElement} place
 */
async function later(context, place) {
  const [{ dataBox }] = await Promise.all([
    import("./preferences/data.js"),
    addTexts("privacy"),
  ]);
  place.replaceChildren(dataBox(context));
}

/** A page of its own, which nobody has to fetch before a claim. */
const page = {
  heading: "prefs.heading",
  logInFirst: "prefs.log_in_first",
  parts: [{ name: "choices", view: choicesView }],
};
loadTexts("preferences").then(() => new PageFrame(page).start());
