// The signed list of all municipalities' keys and a municipality's status list: fetched when there is a network, else as kept.
import { Refused } from "./cbor.js";
import { checkInForce } from "./code.js";
import { importKey, readSigned, unb64 } from "./signature.js";

const MOST_BYTES = 2 * 2 ** 20;
const SKEW = 300;
const VALUES = ["valid", "revoked", "suspended", "unknown"];

export async function readKeys(token, root, now) {
  const key = await importKey(root);
  const list = await readSigned(token, "municipality-keys+jwt", (kid) => (kid === root.kid ? key : null));
  if (list.iat > now + SKEW) throw new Refused("issued_later");
  const known = new Map();
  for (const [municipality, { name, iss, keys }] of Object.entries(list.municipalities)) {
    for (const jwk of keys) {
      const entry = { ...jwk, municipality, iss, issuerName: name, imported: () => (entry.made ??= importKey(jwk)) };
      known.set(jwk.short, entry).set(jwk.kid, entry);
    }
  }
  return { find: (name) => known.get(name), isStale: now > list.exp, age: now - list.iat };
}

// What holds of one entry: { value, age in seconds, isStale }.
export async function readStatus(token, claims, keys, now) {
  let signer;
  const list = await readSigned(token, "statuslist+jwt", (kid) => {
    signer = keys.find(kid);
    return signer?.use === "status" ? signer.imported() : null;
  });
  if (signer.municipality !== claims.municipality || list.sub !== `${signer.iss}/status-lists/${claims.list}`) {
    throw new Refused("wrong_issuer");
  }
  checkInForce(signer, list.iat);
  if (list.iat > now + SKEW) throw new Refused("issued_later");
  const bits = list.status_list.bits;
  const bytes = await unpacked(unb64(list.status_list.lst));
  const perByte = 8 / bits;
  const byte = bytes[Math.floor(claims.index / perByte)];
  if (![1, 2, 4, 8].includes(bits) || byte === undefined) throw new Refused("malformed");
  const value = (byte >> ((claims.index % perByte) * bits)) & (2 ** bits - 1);
  return { value: VALUES[value] ?? "unknown", age: now - list.iat, isStale: now > list.iat + list.ttl || now > list.exp };
}

async function unpacked(packed) {
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate")).getReader();
  const parts = [];
  for (let size = 0; ;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > MOST_BYTES) throw new Refused("too_large");
    parts.push(value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

export async function fetched(address) {
  const answer = await fetch(address, { credentials: "omit", cache: "no-cache" });
  if (!answer.ok) throw new Refused("no_list");
  return answer.text();
}
