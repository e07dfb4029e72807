// The worker that keeps the page, with a network and a store made for the occasion: what it answers a page that asks.
import { readFileSync } from "node:fs";
import vm from "node:vm";

const { worker, cases } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const source = readFileSync(worker, "utf8");
const origin = "https://futamachi.example.jp";

async function answered({ path, kept, network, isFull }) {
  const store = new Map(kept === null ? [] : [[path, new Response(kept)]]);
  const cache = {
    match: async (name) => store.get(name)?.clone(),
    put: async (name, answer) => {
      if (isFull) throw new Error("QuotaExceededError");
      store.set(name, answer);
    },
  };
  const listeners = {};
  const self = { addEventListener: (name, listener) => { listeners[name] = listener; } };
  const fetch = async () => {
    if (network === null) throw new TypeError("Failed to fetch");
    return new Response(network.body, { status: network.status });
  };
  const world = { self, fetch, caches: { open: async () => cache }, location: { origin }, URL, console: { warn() {} } };
  vm.runInNewContext(source, world);
  let answer = null;
  const request = { url: origin + path, method: "GET", mode: path === "/v" ? "navigate" : "cors" };
  listeners.fetch({ request, respondWith: (promise) => { answer = promise; } });
  if (answer === null) return { said: null, kept: null };
  const said = await answer.then((found) => found.text(), () => "nothing");
  return { said, kept: store.has(path) ? await store.get(path).text() : null };
}

process.stdout.write(JSON.stringify(await Promise.all(cases.map(answered))));
