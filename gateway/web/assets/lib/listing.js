import { Emitter } from "./emitter.js";

/**
 * A list of the gateway, page by page. Emits `change`.
 * @template {{id: string}} T
 */
export class Listing extends Emitter {
  #api;
  #path;
  /** @type {T[]} */
  items = [];
  /** @type {string | null} */
  next = null;
  loaded = false;

  /** @param {import("./api.js").Api} api @param {string} path */
  constructor(api, path) {
    super();
    this.#api = api;
    this.#path = path;
  }

  /** Loads the first page. @returns {Promise<any>} the answer as it came */
  async load() {
    const page = await this.#api.get(this.#path);
    this.#take(page, []);
    return page;
  }

  /** Adds the next page. */
  async more() {
    const sign = this.#path.includes("?") ? "&" : "?";
    const path = `${this.#path}${sign}cursor=${encodeURIComponent(this.next || "")}`;
    this.#take(await this.#api.get(path), this.items);
  }

  /** Changes what is known without asking. @param {T[]} items */
  set(items) {
    this.items = items;
    this.emit("change");
  }

  /** @param {{items: T[], next_cursor?: string}} page @param {T[]} before */
  #take({ items, next_cursor }, before) {
    this.next = next_cursor || null;
    this.loaded = true;
    this.set([...before, ...items]);
  }
}
