import { h, icon } from "../lib/dom.js";
import { t } from "../lib/i18n.js";

/** How often (ms) the picture is looked at. */
const LOOK = 200;
/** How long (ms) the same code in front of the camera counts as the same person. */
const SAME = 4000;

/** Reads QR codes with the camera, where the browser can, and emits `uh-code` with the text. */
export class Scanner extends HTMLElement {
  /** @type {MediaStream | null} */
  #stream = null;
  #video = h("video", { muted: true, playsinline: true, class: "scanner" });
  #last = { text: "", at: 0 };

  static get possible() {
    return "BarcodeDetector" in window && !!navigator.mediaDevices;
  }

  connectedCallback() {
    if (Scanner.possible) this.#offer();
  }

  disconnectedCallback() {
    this.#stop();
  }

  #offer() {
    const start = () => this.#start();
    this.replaceChildren(
      h(
        "button",
        { type: "button", class: "button button--wide", "data-testid": "scan", onclick: start },
        icon("camera"),
        t("door.scan"),
      ),
    );
  }

  async #start() {
    try {
      const video = { facingMode: "environment" };
      this.#stream = await navigator.mediaDevices.getUserMedia({ video });
    } catch {
      this.replaceChildren(h("p", { class: "note note--warn" }, icon("warn"), t("door.no_camera")));
      return;
    }
    const end = () => {
      this.#stop();
      this.#offer();
    };
    this.replaceChildren(
      this.#video,
      h(
        "button",
        { type: "button", class: "button button--wide", onclick: end },
        t("door.scan_stop"),
      ),
    );
    this.#video.srcObject = this.#stream;
    await this.#video.play();
    this.#look(new /** @type {any} */ (window).BarcodeDetector({ formats: ["qr_code"] }));
  }

  #stop() {
    if (this.#stream) for (const track of this.#stream.getTracks()) track.stop();
    this.#stream = null;
  }

  /** @param {any} detector */
  async #look(detector) {
    while (this.#stream) {
      // A picture that cannot be read is followed by the next one.
      const [found] = await detector.detect(this.#video).catch(() => []);
      if (found) this.#found(found.rawValue);
      await new Promise((done) => setTimeout(done, LOOK));
    }
  }

  /** @param {string} text */
  #found(text) {
    const now = performance.now();
    const again = text === this.#last.text && now - this.#last.at < SAME;
    this.#last = { text, at: now };
    if (!again) this.dispatchEvent(new CustomEvent("uh-code", { detail: text }));
  }
}

customElements.define("uh-scanner", Scanner);
