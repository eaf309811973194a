/**
 * All pages of a list that is never long.
 * @param {import("./api.js").Api} api
 * @param {string} path with a query
 * @returns {Promise<any[]>}
 */
export async function everything(api, path) {
  const found = [];
  for (let cursor = ""; ; ) {
    const page = await api.get(`${path}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    found.push(...page.items);
    if (!page.next_cursor) return found;
    cursor = page.next_cursor;
  }
}
