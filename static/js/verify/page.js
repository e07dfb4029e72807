// The page behind a QR code: nothing of it leaves the browser. Every sentence stands in the page's own templates.
import { readCode } from "./code.js";
import { fetched, readKeys, readStatus } from "./lists.js";

const view = document.querySelector("[data-verify]");
const words = (name) => view.querySelector(`template[data-words="${name}"]`)?.innerHTML.trim() ?? "";
const seconds = () => Math.floor(Date.now() / 1000);
const days = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeZone: "UTC" });
const ages = new Intl.RelativeTimeFormat(document.documentElement.lang);
const day = (number) => days.format(new Date(number * 86400000));
const age = (time) => {
  const [size, unit] = time < 5400 ? [60, "minute"] : time < 172800 ? [3600, "hour"] : [86400, "day"];
  return ages.format(-Math.round(time / size), unit);
};

async function check(digits) {
  show("checking");
  const now = seconds();
  let keys;
  try {
    keys = await readKeys(await fetched(view.dataset.keys), JSON.parse(view.dataset.root), now);
  } catch {
    return answer("unready", [["unknown", "whole-unready"], ["unknown", "standing-unready"], ["unknown", "issuer-unready"]]);
  }
  let claims;
  try {
    claims = await readCode(digits, keys, now);
  } catch (refused) {
    return refusal(refused.code ?? "malformed");
  }
  return found(claims, await standing(claims, keys, now), keys);
}

const FOREIGN = ["unknown_issuer", "wrong_issuer", "key_compromised", "key_not_in_force"];
const REFUSED = [...FOREIGN, "tampered", "replayed", "needs_holder"];

function refusal(code) {
  const known = REFUSED.includes(code) ? code : "malformed";
  const [issuer, whole] = FOREIGN.includes(known) ? ["bad", "unknown"] : ["unknown", "bad"];
  answer(known, [[whole, `refused-${known}`], ["unknown", "standing-unread"], [issuer, issuer === "bad" ? `refused-${known}` : "issuer-unread"]]);
}

async function standing(claims, keys, now) {
  if (claims.dated) return ["bad", claims.dated, ""];
  try {
    const address = view.dataset.lists.replace("000000", claims.municipality).replace("999999", claims.list);
    const status = await readStatus(await fetched(address), claims, keys, now);
    if (status.value !== "valid") return ["bad", status.value, age(status.age)];
    return status.isStale ? ["unknown", "stale", age(status.age)] : ["ok", "valid", age(status.age)];
  } catch {
    return ["unknown", "no-list", ""];
  }
}

function found(claims, [lamp, state, since], keys) {
  const isOld = keys.isStale;
  const title = lamp === "ok" && !isOld ? "valid" : lamp === "bad" ? state : "unsure";
  answer(title, [
    ["ok", "whole"], [lamp, `standing-${state}`, since], [isOld ? "unknown" : "ok", isOld ? "issuer-old" : "issuer", claims.issuer],
  ]);
  const town = claims.issuer.replace(/^(東京都|北海道|(?:京都|大阪)府|.{2,3}県)/, "");
  fill("name", claims.name || words("no-name"));
  fill("number", claims.number ? `${town}-${claims.number}` : words("no-number"));
  fill("town", claims.issuer);
  fill("period", `${day(claims.from)} – ${day(claims.until)}`);
  fill("issued", day(claims.issued));
  view.querySelector("[data-part=compare]").hidden = false;
  for (const part of view.querySelectorAll("[data-kind]")) part.hidden = part.dataset.kind !== String(claims.kind);
  for (const part of view.querySelectorAll("[data-tier]")) part.hidden = part.dataset.tier !== String(claims.tier);
  view.querySelector("[data-part=live]").hidden = !claims.isLive;
}

function answer(title, lamps) {
  const list = view.querySelector(".lights");
  lamps.forEach(([state, sentence, value], place) => {
    const light = list.children[place];
    light.dataset.state = state;
    light.querySelector(".light__lamp").innerHTML = words(`lamp-${state}`);
    light.querySelector(".light__sentence").textContent = words(sentence).replace("%s", value ?? "");
  });
  for (const part of view.querySelectorAll("[data-part=compare], [data-part=live], [data-kind]")) part.hidden = true;
  fill("heading", words(`title-${title}`));
  show("answer");
  view.querySelector("[data-fill=heading]").focus();
}

const fill = (name, text) => { view.querySelector(`[data-fill=${name}]`).textContent = text; };
const show = (name) => { for (const part of view.querySelectorAll("[data-screen]")) part.hidden = part.dataset.screen !== name; };

function start() {
  const digits = location.hash.slice(1);
  if (digits) check(digits);
  else show("ask");
}

view.querySelector("[data-typed]").addEventListener("submit", (event) => {
  event.preventDefault();
  const typed = new FormData(event.target).get("digits").normalize("NFKC").replace(/^.*#/s, "").replace(/[\s-]/g, "");
  if (location.hash === `#${typed}`) start();
  else location.hash = typed;
});

addEventListener("hashchange", start);
start();
if (navigator.serviceWorker) navigator.serviceWorker.register(view.dataset.worker, { scope: view.dataset.scope });
