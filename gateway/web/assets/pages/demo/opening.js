import { t } from "../../lib/i18n.js";
import { Problem } from "../../lib/problem.js";

/** From making to opening, and from opening to closing (ms). */
const SOON = 60000;
const LONG = 3600e3;
const STOCK = 5;

/** @typedef {{username: string, password: string, roles: string[], scope: string}} Account */

/**
 * Releases a few tickets that open in a minute, as the officer of the district would.
 * @param {object} parts
 * @param {import("../../lib/api.js").Api} parts.api
 * @param {import("../../lib/session.js").Session} parts.session
 * @param {import("../../lib/clock.js").ServerClock} parts.clock
 * @param {Account[]} parts.staff
 * @param {string} district
 * @returns {Promise<{code: string, opens_at: string}>}
 */
export async function releaseSoon({ api, session, clock, staff }, district) {
  const officer =
    staff.find(
      ({ roles, scope }) => roles.includes("district") && scope.split("/").includes(district),
    ) || staff.find(({ roles }) => roles.includes("federation"));
  if (!officer) throw new Problem({ status: 403, code: "forbidden" });
  const { username, password } = officer;
  session.begin(await api.post("/v1/sessions", { username, password }, { open: true }));
  try {
    const opens = clock.now() + SOON;
    return await api.post("/v1/releases", {
      title: t("demo.release_title"),
      districts: [district],
      stock: STOCK,
      opens_at: new Date(opens).toISOString(),
      closes_at: new Date(opens + LONG).toISOString(),
    });
  } finally {
    session.end();
  }
}
