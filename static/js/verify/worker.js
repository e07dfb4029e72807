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

// The network first, so that nothing old is shown where something new can be had; what is kept only when there is no answer.
async function fresh(ask, name) {
  const kept = await caches.open(KEPT);
  const found = await kept.match(name, { ignoreVary: true });
  try {
    const answer = await ask();
    if (answer.ok) await keep(kept, name, answer.clone());
    return answer.status >= 500 && found ? found : answer; // a proxy may answer for a service that is away
  } catch (trouble) {
    if (found) return found;
    throw trouble;
  }
}

// Without room to keep it an answer is as new as before.
async function keep(kept, name, answer) {
  try {
    await kept.put(name, answer);
  } catch (trouble) {
    console.warn("not kept", name, trouble);
  }
}

self.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (origin !== location.origin || event.request.method !== "GET") return;
  if (event.request.mode === "navigate" && pathname === PAGE) event.respondWith(fresh(() => fetch(PAGE, { credentials: "omit" }), PAGE));
  else if (isList(pathname) || isAsset(pathname)) event.respondWith(fresh(() => fetch(event.request), pathname));
});
