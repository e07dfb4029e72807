// Deterministic CBOR (RFC 8949 §4.2), only what a certificate's code may hold; every other form is refused.
export class Refused extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

const DEEPEST = 8;
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  take(count) {
    if (count > this.bytes.length - this.at) throw new Refused("malformed");
    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  }

  head() {
    const [first] = this.take(1);
    const size = first & 31;
    if (size < 24) return [first >> 5, size];
    if (size > 27) throw new Refused("malformed");
    const count = 2 ** (size - 24);
    const number = this.take(count).reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
    const least = [24n, 2n ** 8n, 2n ** 16n, 2n ** 32n][size - 24];
    if (number < least || number > BigInt(Number.MAX_SAFE_INTEGER)) throw new Refused("malformed");
    return [first >> 5, Number(number)];
  }

  value(left) {
    const [major, number] = this.head();
    switch (major) {
      case 0: return number;
      case 1: return -1 - number;
      case 2: return this.take(number);
      case 3: return this.text(number);
      case 4: return this.list(number, this.deeper(left));
      case 5: return this.map(number, this.deeper(left));
      case 6: return { tag: number, value: this.value(this.deeper(left)) };
      default: throw new Refused("malformed");
    }
  }

  deeper(left) {
    if (left === 0) throw new Refused("too_deep");
    return left - 1;
  }

  text(length) {
    try {
      return utf8.decode(this.take(length));
    } catch {
      throw new Refused("malformed");
    }
  }

  list(length, left) {
    if (length > this.bytes.length) throw new Refused("malformed");
    return Array.from({ length }, () => this.value(left));
  }

  map(length, left) {
    const found = new Map();
    let before = -1;
    for (let entry = 0; entry < length; entry += 1) {
      const key = this.value(left);
      if (!Number.isInteger(key) || key <= before) throw new Refused("malformed");
      found.set(key, this.value(left));
      before = key;
    }
    return found;
  }
}

export function decode(bytes) {
  const reader = new Reader(bytes);
  const value = reader.value(DEEPEST);
  if (reader.at !== bytes.length) throw new Refused("malformed");
  return value;
}

function head(major, number) {
  if (number < 24) return [(major << 5) | number];
  const size = number < 2 ** 8 ? 0 : number < 2 ** 16 ? 1 : number < 2 ** 32 ? 2 : 3;
  const bytes = [];
  for (let rest = BigInt(number), left = 2 ** size; left > 0; left -= 1, rest >>= 8n) bytes.unshift(Number(rest & 255n));
  return [(major << 5) | (24 + size), ...bytes];
}

export function encode(value) {
  if (Array.isArray(value)) return join([head(4, value.length), ...value.map(encode)]);
  if (value instanceof Uint8Array) return join([head(2, value.length), value]);
  if (typeof value === "number") return Uint8Array.from(head(0, value));
  const text = new TextEncoder().encode(value);
  return join([head(3, text.length), text]);
}

function join(parts) {
  const made = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((at, part) => (made.set(part, at), at + part.length), 0);
  return made;
}

export function fromDigits(digits) {
  if (digits.length > 2000) throw new Refused("too_large");
  if (!/^[1-9][0-9]*$/.test(digits)) throw new Refused("malformed");
  const hex = BigInt(digits).toString(16);
  const even = hex.length % 2 ? `0${hex}` : hex;
  return Uint8Array.from(even.match(/../g), (pair) => parseInt(pair, 16));
}
