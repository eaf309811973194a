import { form } from "../../components/form.js";
import { field } from "../../components/uh-field.js";
import { inBase64 } from "../../lib/base64.js";
import { h } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { Problem } from "../../lib/problem.js";

/** What the service takes at most, in bytes of the file: 1.4 million letters of base 64. */
const MOST = 1_050_000;

/**
 * Sends a filled-in table of sheets; each line that is wrong is named.
 * @param {import("../../lib/api.js").Api} api
 * @param {import("../../components/uh-toast.js").Toast} toast
 * @param {string} surveyId
 * @param {() => void} done
 */
export function tableUpload(api, toast, surveyId, done) {
  const wrong = h("ul", { class: "history", "data-testid": "wrong-lines" });
  const box = form({
    fields: [
      field(
        t("demand.filled_table"),
        h("input", { name: "file", type: "file", required: true, accept: ".xlsx", "data-testid": "table-file" }),
      ),
      wrong,
    ],
    action: t("demand.upload"),
    testid: "upload-table",
    submit: async (values) => {
      wrong.replaceChildren();
      const file = /** @type {File} */ (values.get("file"));
      if (file.size > MOST) throw new Problem({ status: 413, code: "status_413" });
      const data = await inBase64(file);
      try {
        const answer = await api.post(`/v1/surveys/${surveyId}/sheets/table`, { data }, { timeout: 60000 });
        toast.show(t("demand.uploaded", answer), { kind: "good" });
        box.reset();
        done();
      } catch (error) {
        const { errors = [] } = /** @type {Problem} */ (error);
        wrong.replaceChildren(
          ...errors.map(({ field: place, message }) => h("li", null, `${place}: ${message}`)),
        );
        throw error;
      }
    },
  });
  return box;
}
