const SVG = "http://www.w3.org/2000/svg";
const ICONS = new URL("../icons.svg", import.meta.url).pathname;
/** The picture that stands for the house. */
export const LOGO = new URL("../icon.svg", import.meta.url).pathname;

/**
 * Builds an element. Text goes in as text nodes only and no markup is ever parsed, so nothing that
 * a member or a server sends can run. Functions named `on…` listen, objects become properties,
 * everything else an attribute; `true` is an empty one, `false` and `null` are none.
 * @template {string} K
 * @param {K} tag
 * @param {Record<string, any> | null} [props]
 * @param {...any} children
 * @returns {K extends keyof HTMLElementTagNameMap ? HTMLElementTagNameMap[K] : any}
 */
export function h(tag, props, ...children) {
  const element = /** @type {any} */ (document.createElement(tag));
  for (const [name, value] of Object.entries(props || {})) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value !== null && typeof value === "object") element[name] = value;
    else attribute(element, name, value);
  }
  element.append(...children.flat().filter((child) => child != null && child !== false));
  return element;
}

/**
 * Sets or removes an attribute, and touches nothing when it is already so.
 * @param {Element} element
 * @param {string} name
 * @param {string | number | boolean | null | undefined} value
 */
export function attribute(element, name, value) {
  if (value == null || value === false) element.removeAttribute(name);
  else {
    const wanted = value === true ? "" : String(value);
    if (element.getAttribute(name) !== wanted) element.setAttribute(name, wanted);
  }
}

/**
 * Sets text without disturbing a screen reader when it is the same.
 * @param {Element} element
 * @param {string} value
 */
export function text(element, value) {
  if (element.textContent !== value) element.textContent = value;
}

/**
 * A picture from icons.svg; decoration, so hidden from screen readers.
 * @param {string} name
 * @returns {SVGSVGElement}
 */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${ICONS}#${name}`);
  svg.append(use);
  return svg;
}

/**
 * Makes the children of a list match the items and keeps the element of an item that stays, with
 * its focus and its state.
 * @template {{id: string}} T
 * @param {Element} list
 * @param {T[]} items
 * @param {(item: T) => HTMLElement} make
 * @param {(element: any, item: T) => void} update
 */
export function reconcile(list, items, make, update) {
  const old = new Map([...list.children].map((el) => [/** @type {any} */ (el).dataset.id, el]));
  let place = list.firstElementChild;
  for (const item of items) {
    let element = /** @type {HTMLElement} */ (old.get(item.id));
    if (element) old.delete(item.id);
    else {
      element = make(item);
      element.dataset.id = item.id;
    }
    if (element === place) place = place.nextElementSibling;
    else list.insertBefore(element, place);
    update(element, item);
  }
  for (const element of old.values()) element.remove();
}
