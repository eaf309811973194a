/**
 * Keeps a page for a place without network: the member's, or the door's, by the scope under which
 * it is registered; each worker has a copy of its own. The network comes first, so that nothing
 * old is shown while there is one; what is slow or away comes from the copy. The page itself says
 * what belongs to it: there is no second list to forget.
 */
const PAGE = new URL(self.registration.scope).pathname;
const COPY = PAGE === "/" ? "uh-shell" : `uh-shell${PAGE}`;
/** How long (ms) the network may take before the copy is shown. */
const PATIENCE = 4000;
/** What the page fetches without naming it, beside tokens.css. */
const UNNAMED = ["icons.svg", "i18n/en.json"].concat(PAGE === "/" ? [] : ["i18n/staff.en.json"]);

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(keepShell());
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  const { origin, pathname } = new URL(url);
  const isShell = pathname === PAGE || pathname.startsWith("/assets/");
  if (method === "GET" && origin === location.origin && isShell) {
    event.respondWith(freshOrKept(event, pathname));
  }
});

/** Takes page and assets of one version, and then lets go of the former one. */
async function keepShell() {
  const answer = await fetch(PAGE, { cache: "no-cache" });
  const page = await answer.clone().text();
  const named = [...page.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map((match) => match[1]);
  const folder = named.find((path) => path.endsWith("/tokens.css")).replace("tokens.css", "");
  const wanted = new Set([...named, ...UNNAMED.map((path) => folder + path)]);
  const cache = await caches.open(COPY);
  await cache.addAll([...wanted]);
  await cache.put(PAGE, answer);
  for (const request of await cache.keys()) {
    const { pathname } = new URL(request.url);
    if (pathname !== PAGE && !wanted.has(pathname)) await cache.delete(request);
  }
}

/** @param {FetchEvent} event @param {string} pathname */
async function freshOrKept(event, pathname) {
  const kept = await caches.match(pathname, { cacheName: COPY });
  const fetched = fetch(event.request);
  if (!kept) return fetched;
  if (pathname === PAGE) event.waitUntil(follow(fetched, kept));
  const late = new Promise((done) => setTimeout(() => done(kept), PATIENCE));
  return Promise.race([fetched.catch(() => kept), late]);
}

/** @param {Promise<Response>} fetched @param {Response} kept */
async function follow(fetched, kept) {
  const answer = await fetched.catch(() => kept);
  if (answer.ok && answer.headers.get("ETag") !== kept.headers.get("ETag")) await keepShell();
}
