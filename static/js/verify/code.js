// What a QR code says: COSE_Sign1 (RFC 9052) with small claims, on paper or bound to a phone and a second.
import { Refused, decode, encode, fromDigits } from "./cbor.js";
import { hasSigned, importPoint } from "./signature.js";

const DAY = 86400;
const JAPAN = 9 * 3600;
const LIVE_SECONDS = 60;
const [MUNICIPALITY, KIND, NUMBER, ISSUED, FROM, UNTIL, STATUS, NAME, TIER, HOLDER] = Array.from({ length: 10 }, (_, n) => n + 1);
const NEEDED = [MUNICIPALITY, KIND, ISSUED, FROM, UNTIL, STATUS];
const TEXTS = { [NUMBER]: 24, [NAME]: 80 };
const RANGES = {
  [MUNICIPALITY]: [1, 999999], [KIND]: [1, 255], [ISSUED]: [0, 65535], [FROM]: [0, 65535], [UNTIL]: [0, 65535],
  [STATUS]: [0, 2 ** 32 - 1], [TIER]: [1, 255],
};

const isBytes = (value) => value instanceof Uint8Array;
const isMap = (value) => value instanceof Map;
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const dayStart = (day) => day * DAY - JAPAN;
export const dayOf = (seconds) => Math.floor((seconds + JAPAN) / DAY);

// Resolves to the claims; `dated` says what is wrong with the days alone. keys.find(shortName) → a key or undefined.
export async function readCode(digits, keys, now) {
  const bytes = fromDigits(digits);
  const isLive = bytes[0] === 0x83;
  const [credential, live] = isLive ? unwrapped(decode(bytes)) : [bytes, null];
  const claims = await readCredential(credential, keys);
  if (isLive) await checkHolder(claims, credential, live, now);
  else if (claims.holder) throw new Refused("needs_holder");
  const today = dayOf(now);
  const dated = claims.issued > today ? "issued_later" : claims.from > today ? "not_yet" : claims.until < today ? "expired" : "";
  return { ...claims, dated, isLive };
}

async function readCredential(bytes, keys) {
  const made = decode(bytes);
  if (made?.tag !== 18 || !Array.isArray(made.value) || made.value.length !== 4) throw new Refused("malformed");
  const [header, unprotected, payload, signature] = made.value;
  if (!isMap(unprotected) || unprotected.size) throw new Refused("bad_header");
  if (![header, payload, signature].every(isBytes)) throw new Refused("malformed");
  const key = keys.find(nameOfKey(decode(header)));
  if (!key) throw new Refused("unknown_issuer");
  if (key.use !== "credential") throw new Refused("wrong_purpose");
  const covered = encode(["Signature1", header, new Uint8Array(), payload]);
  if (!(await hasSigned(await key.imported(), covered, signature))) throw new Refused("tampered");
  const claims = unpacked(decode(payload));
  if (claims.municipality !== key.municipality) throw new Refused("wrong_issuer");
  checkInForce(key, dayStart(claims.issued));
  return { ...claims, issuer: key.issuerName };
}

function nameOfKey(header) {
  const kid = isMap(header) && header.size === 2 && header.get(1) === -7 && header.get(4);
  if (!isBytes(kid) || kid.length !== 6) throw new Refused("bad_header");
  return hex(kid);
}

// A thief dates as they like, and the log that knows better is out of reach: nothing of a lost key is believed here.
export function checkInForce(key, issued) {
  if (key.compromised !== undefined) throw new Refused("key_compromised");
  if (key.nbf !== undefined && issued < dayStart(dayOf(key.nbf))) throw new Refused("key_not_in_force");
  if (key.exp !== undefined && issued > key.exp) throw new Refused("key_not_in_force");
}

function unpacked(made) {
  if (!isMap(made) || NEEDED.some((label) => !made.has(label))) throw new Refused("bad_claim");
  for (const [label, value] of made) {
    if (!isRight(label, value)) throw new Refused("bad_claim");
  }
  const status = made.get(STATUS);
  return {
    municipality: String(made.get(MUNICIPALITY)).padStart(6, "0"), kind: made.get(KIND), number: made.get(NUMBER),
    issued: made.get(ISSUED), from: made.get(FROM), until: made.get(UNTIL), name: made.get(NAME), tier: made.get(TIER),
    list: Math.floor(status / 2 ** 20), index: status % 2 ** 20, holder: made.get(HOLDER),
  };
}

function isRight(label, value) {
  if (label === HOLDER) return isBytes(value) && value.length === 64;
  if (label in TEXTS) return typeof value === "string" && value !== "" && new TextEncoder().encode(value).length <= TEXTS[label];
  const range = RANGES[label];
  return range !== undefined && Number.isInteger(value) && value >= range[0] && value <= range[1];
}

function unwrapped(made) {
  const [credential, seconds, signature] = Array.isArray(made) && made.length === 3 ? made : [];
  if (!isBytes(credential) || !Number.isInteger(seconds) || seconds < 0 || !isBytes(signature)) throw new Refused("malformed");
  return [credential, { seconds, signature }];
}

export const coveredByHolder = (credential, seconds) => encode(["FutamachiLive1", credential, seconds]);

async function checkHolder(claims, credential, { seconds, signature }, now) {
  if (!claims.holder) throw new Refused("bad_claim");
  const key = await importPoint(claims.holder).catch(() => { throw new Refused("bad_claim"); });
  if (!(await hasSigned(key, coveredByHolder(credential, seconds), signature))) throw new Refused("tampered");
  if (Math.abs(now - seconds) > LIVE_SECONDS) throw new Refused("replayed");
}
