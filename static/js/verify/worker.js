// Keeps the page behind a QR code, its scripts, the list of keys and status lists, so that it works without a network.
const KEPT = "futamachi-verify-1";
const PAGE = "/v";
const isList = (path) => path === "/.well-known/municipality-keys.jwt" || /^\/m\/\d{6}\/status-lists\/\d+$/.test(path);
const isAsset = (path) => path.startsWith("/assets/");

async function keepPage() {
  const kept = await caches.open(KEPT);
  const page = await fetch(PAGE, { credentials: "omit", cache: "reload" });
  if (!page.ok) return;
  const text = await page.clone().text();
  const found = [...text.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, address]) => address);
  const entry = found.find((address) => address.endsWith("/verify/page.js"));
  const parts = ["cbor", "signature", "code", "lists"].map((name) => entry.replace(/page\.js$/, `${name}.js`));
  await kept.addAll([...new Set([...found, ...parts])]);
  await kept.put(PAGE, page);
}

self.addEventListener("install", (event) => { event.waitUntil(keepPage().then(() => self.skipWaiting())); });
self.addEventListener("activate", (event) => { event.waitUntil(self.clients.claim()); });

// The network first, so that nothing old is shown where something new can be had.
async function fresh(request, name) {
  const kept = await caches.open(KEPT);
  try {
    const answer = await fetch(request);
    if (answer.ok) await kept.put(name, answer.clone());
    return answer;
  } catch (trouble) {
    const found = await kept.match(name, { ignoreVary: true });
    if (found) return found;
    throw trouble;
  }
}

async function page() {
  try {
    const answer = await fetch(PAGE, { credentials: "omit" });
    if (answer.ok) await (await caches.open(KEPT)).put(PAGE, answer.clone());
    return answer;
  } catch (trouble) {
    const found = await caches.match(PAGE, { ignoreVary: true });
    if (found) return found;
    throw trouble;
  }
}

self.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (origin !== location.origin || event.request.method !== "GET") return;
  if (event.request.mode === "navigate" && pathname === PAGE) event.respondWith(page());
  else if (isList(pathname) || isAsset(pathname)) event.respondWith(fresh(event.request, pathname));
});
