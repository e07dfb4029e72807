// ES256 (RFC 7518 §3.4) by the browser's own cryptography, and signed JSON (RFC 7515) in its one accepted form.
import { Refused } from "./cbor.js";

const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const P256 = { name: "ECDSA", namedCurve: "P-256" };

const number = (bytes) => bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);

export function importKey({ x, y }) {
  return crypto.subtle.importKey("jwk", { kty: "EC", crv: "P-256", x, y }, P256, false, ["verify"]);
}

export function importPoint(bytes) {
  return crypto.subtle.importKey("raw", Uint8Array.from([4, ...bytes]), P256, false, ["verify"]);
}

// Of the two forms that verify, only the one with the lower S is accepted.
export async function hasSigned(key, data, signature) {
  if (signature.length !== 64) return false;
  const r = number(signature.subarray(0, 32));
  const s = number(signature.subarray(32));
  if (r === 0n || r >= ORDER || s === 0n || s > ORDER / 2n) return false;
  return crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, signature, data);
}

export function unb64(text) {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) throw new Refused("malformed");
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  const again = btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  if (again !== text) throw new Refused("malformed");
  return bytes;
}

export async function readSigned(token, typ, findKey) {
  const parts = token.trim().split(".");
  if (parts.length !== 3) throw new Refused("malformed");
  const header = JSON.parse(new TextDecoder().decode(unb64(parts[0])));
  if (header.alg !== "ES256" || header.typ !== typ || Object.keys(header).sort().join() !== "alg,kid,typ") {
    throw new Refused("bad_header");
  }
  const key = await findKey(header.kid);
  if (!key) throw new Refused("unknown_issuer");
  const covered = new TextEncoder().encode(`${parts[0]}.${parts[1]}`);
  if (!(await hasSigned(key, covered, unb64(parts[2])))) throw new Refused("tampered");
  return JSON.parse(new TextDecoder().decode(unb64(parts[1])));
}
