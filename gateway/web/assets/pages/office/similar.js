import { h } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";

/** How long (ms) nothing must be typed before others are looked for. */
const PAUSE = 400;

/**
 * Needs that are like the one being written, so that one is not handed in twice.
 * @param {import("../../lib/api.js").Api} api
 * @param {HTMLInputElement} title
 * @param {HTMLInputElement} audience
 * @returns {HTMLElement}
 */
export function similarWhileWriting(api, title, audience) {
  const element = h("div", { role: "status", "data-testid": "similar-needs" });
  let timer = 0;
  let asked = 0;
  async function look() {
    const turn = ++asked;
    const written = { title: title.value.trim(), audience: audience.value.trim(), limit: "5" };
    if (written.title.length < 2) return element.replaceChildren();
    // Only help: without it the form works as well.
    const found = await api
      .get(`/v1/similar-needs?${new URLSearchParams(written)}`, { attempts: 1 })
      .catch(() => ({ items: [] }));
    if (turn !== asked) return;
    const items = found.items.map(
      (/** @type {{need: import("./needs.js").Need, likeness: number}} */ { need, likeness }) =>
        h(
          "li",
          null,
          `${need.title} · ${t("demand.likeness", { n: Math.round(likeness * 100) })} · ${t(`need.${need.state}`)}`,
        ),
    );
    if (!items.length) return element.replaceChildren();
    element.replaceChildren(
      h("p", { class: "field__label" }, t("demand.similar_written")),
      h("ul", { class: "history" }, ...items),
    );
  }
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  };
  title.addEventListener("input", later);
  audience.addEventListener("input", later);
  return element;
}
