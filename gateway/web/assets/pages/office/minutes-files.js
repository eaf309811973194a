import { form } from "../../components/form.js";
import { actButton } from "../../components/loaded.js";
import { field } from "../../components/uh-field.js";
import { inBase64 } from "../../lib/base64.js";
import { h } from "../../lib/dom.js";
import { download } from "../../lib/download.js";
import { t } from "../../lib/i18n.js";

/** What the service takes at most, in bytes of the file. */
const MOST = 4_000_000;

/** @typedef {{id: string, name: string, size: number}} MinutesFile */

/**
 * The files of a discussion's minutes, and a way to add one while that is possible.
 * @param {import("../staff/page.js").StaffPage} page
 * @param {string} id of the survey
 * @param {MinutesFile[]} files
 * @param {(() => void) | null} again after one was added; null where none can be
 */
export function minutesFiles({ api, toast }, id, files, again) {
  const path = `/v1/surveys/${id}/report/minutes/files`;
  const taken = files.map((file) =>
    h(
      "li",
      null,
      actButton({
        label: file.name,
        testid: "minutes-file",
        toast,
        act: () => download(api, `${path}/${file.id}`),
      }),
    ),
  );
  return h(
    "section",
    { class: "card stack", "data-testid": "minutes-files" },
    h("h2", null, t("demand.minutes_files")),
    taken.length > 0 && h("ul", { class: "history" }, ...taken),
    again &&
      form({
        fields: [
          field(
            t("demand.attach"),
            h("input", {
              name: "file",
              type: "file",
              required: true,
              accept: ".pdf,.png,.jpg,.jpeg,.docx,.xlsx",
              "data-testid": "minutes-input",
            }),
            t("demand.attach_hint"),
          ),
        ],
        action: t("demand.attach"),
        testid: "attach-minutes",
        submit: async (values) => {
          const file = /** @type {File} */ (values.get("file"));
          const data = await inBase64(file, MOST);
          await api.post(path, { name: file.name, data }, { timeout: 60000 });
          toast.show(t("demand.attached"), { kind: "good" });
          again();
        },
      }),
  );
}
