import { Emitter } from "./emitter.js";
import { backOff, sleep } from "./waiting.js";

/** Longest silence (ms) of a healthy stream; the gateway's comments keep it shorter. */
const SILENCE = 90000;

/** Cuts a text/event-stream into events as it arrives (HTML standard, 9.2.6). */
export class EventParser {
  #rest = "";
  #type = "";
  /** @type {string[]} */
  #data = [];
  /** Of the last event that had one; sent back when the stream is opened again. */
  lastId = "";
  /** What the server wants between two connections (ms). */
  retry = 1000;

  /** @param {string} chunk @returns {{type: string, data: string}[]} the events it completed */
  feed(chunk) {
    const lines = (this.#rest + chunk).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() || "";
    const events = [];
    for (const line of lines) {
      if (line) this.#field(line);
      else {
        if (this.#data.length) {
          events.push({ type: this.#type || "message", data: this.#data.join("\n") });
        }
        this.#type = "";
        this.#data = [];
      }
    }
    return events;
  }

  /** @param {string} line */
  #field(line) {
    const [, name, value = ""] = /^([^:]*)(?:: ?(.*))?$/.exec(line) || [];
    if (name === "event") this.#type = value;
    else if (name === "data") this.#data.push(value);
    else if (name === "id") this.lastId = value;
    else if (name === "retry" && /^\d+$/.test(value)) this.retry = Number(value);
  }
}

/**
 * A stream of server-sent events that needs a token: EventSource cannot send one. Emits `event`
 * ({type, data}), `up` when connected and `down` when not. Comes back by itself, later each time.
 */
export class EventStream extends Emitter {
  #api;
  #path;
  #parser = new EventParser();
  /** @type {AbortController | null} */
  #running = null;
  up = false;

  /** @param {import("./api.js").Api} api @param {string} path */
  constructor(api, path) {
    super();
    this.#api = api;
    this.#path = path;
  }

  async start() {
    if (this.#running) return;
    const running = (this.#running = new AbortController());
    for (let attempt = 1; !running.signal.aborted; attempt++) {
      const heard = await this.#listen(running).catch(() => false);
      if (running.signal.aborted) return;
      if (heard) attempt = 1;
      this.#turn(false);
      await sleep(backOff(attempt, this.#parser.retry, 30000));
    }
  }

  stop() {
    if (this.#running) this.#running.abort();
    this.#running = null;
    this.up = false;
  }

  /** @param {boolean} up */
  #turn(up) {
    this.up = up;
    this.emit(up ? "up" : "down");
  }

  /** @param {AbortController} running @returns {Promise<boolean>} whether anything was heard */
  async #listen(running) {
    const connection = new AbortController();
    const drop = () => connection.abort();
    running.signal.addEventListener("abort", drop);
    let timer = 0;
    let heard = false;
    try {
      const { lastId, retry } = this.#parser;
      const answer = await this.#api.get(this.#path, {
        as: "response",
        attempts: 1,
        headers: { Accept: "text/event-stream", ...(lastId && { "Last-Event-ID": lastId }) },
        signal: connection.signal,
      });
      const reader = answer.body.getReader();
      const decoder = new TextDecoder();
      this.#parser = Object.assign(new EventParser(), { lastId, retry });
      this.#turn(true);
      for (;;) {
        timer = setTimeout(drop, SILENCE);
        const { done, value } = await reader.read();
        clearTimeout(timer);
        if (done) return heard;
        heard = true;
        const events = this.#parser.feed(decoder.decode(value, { stream: true }));
        for (const event of events) this.#pass(event);
      }
    } finally {
      clearTimeout(timer);
      running.signal.removeEventListener("abort", drop);
    }
  }

  /** @param {{type: string, data: string}} event */
  #pass({ type, data }) {
    let content;
    try {
      content = JSON.parse(data);
    } catch {
      return; // what a later gateway may say in another shape is not for this page
    }
    this.emit("event", { type, data: content });
  }
}
