const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 720;
const HEIGHT = 200;
const FOOT = 22;
/** More bars than this are drawn together, so that each can be seen. */
const MOST_BARS = 120;

/** @typedef {{label: string, value: number}} Point */

/**
 * Columns over time, none of them narrower than the eye can see. For people who cannot see it the
 * same figures stand in a table beside, so it is only named here.
 * @param {string} name
 * @param {Point[]} points in their order
 */
export function columns(name, points) {
  const together = Math.ceil(points.length / MOST_BARS) || 1;
  /** @type {Point[]} */
  const bars = [];
  for (let at = 0; at < points.length; at += together) {
    const part = points.slice(at, at + together);
    bars.push({ label: part[0].label, value: part.reduce((sum, { value }) => sum + value, 0) });
  }
  const most = Math.max(1, ...bars.map(({ value }) => value));
  const step = WIDTH / Math.max(1, bars.length);
  const width = Math.min(48, step * 0.8);
  const drawing = picture(name, HEIGHT + FOOT);
  bars.forEach(({ label, value }, place) => {
    const height = (HEIGHT - FOOT) * (value / most);
    const x = place * step + (step - width) / 2;
    const bar = shape("rect", { class: "chart__bar", x, y: HEIGHT - height, width, height });
    bar.append(titled(`${label}: ${value}`));
    drawing.append(bar);
  });
  if (bars.length) {
    drawing.append(
      words(0, HEIGHT + 16, bars[0].label, "start"),
      words(WIDTH, HEIGHT + 16, bars[bars.length - 1].label, "end"),
      words(0, 12, String(most), "start"),
    );
  }
  return drawing;
}

/**
 * Bars beside each other's names, the longest as wide as the chart.
 * @param {string} name
 * @param {Point[]} points
 */
export function bars(name, points) {
  const row = 28;
  const label = 200;
  const most = Math.max(1, ...points.map(({ value }) => value));
  const drawing = picture(name, points.length * row + 8);
  points.forEach(({ label: text, value }, place) => {
    const y = place * row + 4;
    const width = (WIDTH - label - 90) * (value / most);
    drawing.append(
      words(label - 8, y + 15, text, "end"),
      shape("rect", { class: "chart__bar", x: label, y, width, height: row - 8 }),
      words(label + width + 6, y + 15, String(value), "start"),
    );
  });
  return drawing;
}

/** @param {string} name @param {number} height */
function picture(name, height) {
  const drawing = shape("svg", {
    class: "chart",
    viewBox: `0 0 ${WIDTH} ${height}`,
    role: "img",
    "aria-label": name,
  });
  return drawing;
}

/** @param {number} x @param {number} y @param {string} text @param {string} anchor */
function words(x, y, text, anchor) {
  const element = shape("text", { class: "chart__text", x, y, "text-anchor": anchor });
  element.textContent = text;
  return element;
}

/** @param {string} text */
function titled(text) {
  const element = shape("title", {});
  element.textContent = text;
  return element;
}

/** @param {string} tag @param {Record<string, string | number>} attributes */
function shape(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
}
