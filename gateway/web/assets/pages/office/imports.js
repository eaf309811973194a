import { form } from "../../components/form.js";
import { field } from "../../components/uh-field.js";
import { h, icon } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { sleep } from "../../lib/waiting.js";

/**
 * @typedef {object} Job
 * @property {string} id
 * @property {string} filename
 * @property {string} state
 * @property {number | null} rows_total
 * @property {number} rows_read
 * @property {number} rows_ok
 * @property {number} rows_failed
 * @property {number} error_count
 */

/** A large file on a slow line takes its time (ms). */
const UPLOAD = 30 * 60000;
/** How long (ms) between two looks at a running import. */
const LOOK = 1000;
const RUNNING = new Set(["receiving", "queued", "reading"]);

/**
 * Takes in a file of members and shows how far it is.
 * @param {import("../staff/page.js").StaffPage} page
 */
export function importView({ api, toast }) {
  const result = h("div", { role: "status", "data-testid": "import" });
  let looking = true;

  const box = form({
    fields: [
      field(
        t("import.file"),
        h("input", {
          name: "file",
          type: "file",
          required: true,
          accept: ".csv,.xlsx",
          "data-testid": "file",
        }),
        t("import.hint"),
      ),
      h(
        "label",
        { class: "choice" },
        h("input", { type: "checkbox", name: "skip", "data-testid": "skip-bad-lines" }),
        t("import.skip"),
      ),
    ],
    action: t("import.start"),
    testid: "import-start",
    submit: async (values) => {
      const file = /** @type {File} */ (values.get("file"));
      const body = new FormData();
      body.append("file", file, file.name);
      const path = `/v1/members/imports?skip_bad_lines=${values.has("skip")}`;
      let job = await api.post(path, body, { timeout: UPLOAD });
      while (looking) {
        show(job);
        if (!RUNNING.has(job.state)) return;
        await sleep(LOOK);
        job = await api.get(`/v1/members/imports/${job.id}`);
      }
    },
  });

  /** @param {Job} job */
  function show(job) {
    const { state, filename, rows_total, rows_read, rows_ok, rows_failed, error_count } = job;
    const kind = RUNNING.has(state) ? "info" : state === "done" ? "good" : "bad";
    const bar = h("progress", {
      max: rows_total || 1,
      value: rows_total ? rows_read : null,
      "aria-label": t("import.progress"),
    });
    result.replaceChildren(
      h(
        "div",
        { class: "card stack", "data-state": state },
        h("h2", null, filename),
        h(
          "p",
          { class: `note note--${kind}` },
          icon(kind === "bad" ? "warn" : kind),
          t(`import.${state}`),
        ),
        RUNNING.has(state) && bar,
        h("p", null, t("import.figures", { read: rows_read, ok: rows_ok, failed: rows_failed })),
        error_count > 0 &&
          h(
            "button",
            {
              type: "button",
              class: "button",
              "data-testid": "import-errors",
              onclick: () => download(job),
            },
            t("import.errors", { n: error_count }),
          ),
      ),
    );
  }

  /** The file needs the token, so a plain link cannot fetch it. @param {Job} job */
  async function download({ id, filename }) {
    try {
      const answer = await api.get(`/v1/members/imports/${id}/errors`, {
        as: "response",
        headers: { Accept: "text/csv" },
      });
      const url = URL.createObjectURL(await answer.blob());
      h("a", { href: url, download: `${filename}.errors.csv` }).click();
      setTimeout(() => URL.revokeObjectURL(url), 60000);
    } catch (error) {
      toast.show(/** @type {import("../../lib/problem.js").Problem} */ (error).text, {
        kind: "bad",
      });
    }
  }

  const heading = h("h1", { tabindex: "-1" }, t("import.heading"));
  const element = h(
    "section",
    { class: "stack narrow" },
    heading,
    h("div", { class: "card" }, box),
    result,
  );
  return { title: t("import.heading"), element, stop: () => void (looking = false) };
}
