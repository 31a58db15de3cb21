// Without signal a registered phone opens a page of ours, whatever was asked for: a kept page with
// nobody's data, and the files it needs. Pages and answers with people's data are never kept.
const KEPT = "rptc-batch";
const PAGE = "/patrols/offline/";
const FILES = /^\/static\//;
const FRESH_FOR = 12 * 3600_000;

self.addEventListener("install", (event) => event.waitUntil(keepPage().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(open(event));
  if (FILES.test(pathname)) event.respondWith(file(request));
});

// Before, a worker stood before the pages of patrols alone: it makes room.
async function takeOver() {
  if (new URL(self.registration.scope).pathname !== "/") return self.registration.unregister();
  return self.clients.claim();
}

async function open(event) {
  try {
    const answer = await fetch(event.request);
    if (answer.ok) event.waitUntil(refreshPage());
    return answer;
  } catch {
    return (await (await caches.open(KEPT)).match(PAGE)) ?? Response.error();
  }
}

async function file(request) {
  const kept = await caches.open(KEPT);
  try {
    const answer = await fetch(request);
    if (answer.ok) await kept.put(request, answer.clone());
    return answer;
  } catch {
    return (await kept.match(request)) ?? Response.error();
  }
}

// Classes and places may change.
async function refreshPage() {
  const kept = await (await caches.open(KEPT)).match(PAGE);
  const at = Date.parse(kept?.headers.get("Date") ?? "");
  if (!(Date.now() - at < FRESH_FOR)) await keepPage().catch(() => {});
}

async function keepPage() {
  const kept = await caches.open(KEPT);
  const page = await fetch(PAGE);
  // A login page is not to be kept in its place.
  if (!page.ok || page.redirected) throw new Error("The page was not given.");
  const text = await page.clone().text();
  const files = [...text.matchAll(/(?:href|src)="(\/static\/[^"]+)"/g)].map(([, file]) => file);
  await kept.addAll([...new Set(files)]);
  await kept.put(PAGE, page);
}
