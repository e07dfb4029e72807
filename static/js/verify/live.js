// The live card: a key that cannot leave this browser signs the present second; the code changes every 15 seconds.
import { encode, fromDigits } from "./cbor.js";
import { coveredByHolder } from "./code.js";

const card = document.querySelector("[data-live]");
const part = (name) => card.querySelector(`[data-part=${name}]`);
const EVERY = 15;
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const clock = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeStyle: "medium", timeZone: "Asia/Tokyo" });
let kept;
let left = 0;
let isShown = false;

const opened = new Promise((resolve, reject) => {
  const asked = indexedDB.open("futamachi-live", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("cards");
  asked.onsuccess = () => resolve(asked.result);
  asked.onerror = () => reject(asked.error);
});

async function store(mode, work) {
  const cards = (await opened).transaction("cards", mode).objectStore("cards");
  return new Promise((resolve, reject) => {
    const asked = work(cards);
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function send(address, body) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": card.dataset.csrf };
  const answer = await fetch(address, { method: "POST", headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

async function bind() {
  const { privateKey, publicKey } = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
  const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", publicKey);
  const { digits } = await send(card.dataset.live, { kty, crv, x, y });
  kept = { privateKey, digits };
  await store("readwrite", (cards) => cards.put(kept, card.dataset.certificate));
}

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

// Of the two forms of a signature only the one with the lower S is accepted.
function lowered(signature) {
  const s = BigInt(`0x${hex(signature.subarray(32))}`);
  const low = s > ORDER / 2n ? ORDER - s : s;
  const bytes = low.toString(16).padStart(64, "0").match(/../g).map((pair) => parseInt(pair, 16));
  return Uint8Array.from([...signature.subarray(0, 32), ...bytes]);
}

async function signed() {
  const credential = fromDigits(kept.digits);
  const seconds = Math.floor(Date.now() / 1000);
  const made = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, kept.privateKey, coveredByHolder(credential, seconds));
  return BigInt(`0x${hex(encode([credential, seconds, lowered(new Uint8Array(made))]))}`).toString();
}

async function renew() {
  left = EVERY;
  try {
    kept ??= await store("readonly", (cards) => cards.get(card.dataset.certificate));
    if (!kept) await bind();
    let drawn = await send(card.dataset.drawing, { digits: await signed() });
    if (!drawn.is_bound) { // another device took over, or the key of the municipality has changed
      await bind();
      drawn = await send(card.dataset.drawing, { digits: await signed() });
    }
    part("code").innerHTML = drawn.svg;
    part("trouble").hidden = true;
  } catch {
    part("code").replaceChildren();
    part("trouble").hidden = false;
  }
}

function show(isOpen) {
  isShown = isOpen;
  part("covered").hidden = isOpen;
  part("shown").hidden = !isOpen;
  if (isOpen) renew();
  else part("code").replaceChildren();
}

const tick = () => {
  card.querySelector("[data-clock]").textContent = clock.format(new Date());
  if (!isShown) return;
  left -= 1;
  part("left").textContent = card.querySelector("[data-words=left]").innerHTML.replace("%s", Math.max(left, 0));
  if (left <= 0) renew();
};
tick();
setInterval(tick, 1000);
card.querySelector("[data-reveal]").addEventListener("click", () => show(true));
card.querySelector("[data-hide]").addEventListener("click", () => show(false));
document.addEventListener("visibilitychange", () => { if (document.hidden) show(false); });
