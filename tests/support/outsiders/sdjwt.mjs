// Asks @sd-jwt/sd-jwt-vc about tokens: for each the claims it reads, or what it says against it.
import { createHash, createPublicKey, verify } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const { modules, keys, lists, now, cases } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const { SDJwtVcInstance } = createRequire(`${modules}/from.js`)("@sd-jwt/sd-jwt-vc");

function isSignedBy(jwk, data, signature) {
  if (!jwk) throw new Error("unknown key");
  const key = { key: createPublicKey({ key: jwk, format: "jwk" }), dsaEncoding: "ieee-p1363" };
  return verify("sha256", Buffer.from(data), key, Buffer.from(signature, "base64url"));
}

const byName = (data, signature) => {
  const { kid } = JSON.parse(Buffer.from(data.split(".")[0], "base64url"));
  return isSignedBy(keys[kid], data, signature);
};

const reader = new SDJwtVcInstance({
  hasher: (data, alg) => createHash(alg.replace("sha-", "sha")).update(Buffer.from(data)).digest(),
  hashAlg: "sha-256",
  signAlg: "ES256",
  verifier: byName,
  statusVerifier: byName,
  kbVerifier: (data, signature, payload) => isSignedBy(payload.cnf.jwk, data, signature),
  statusListFetcher: async (uri) => lists[uri],
});

const answers = [];
for (const { token, nonce } of cases) {
  try {
    const { payload } = await reader.verify(token, { currentDate: now, ...(nonce && { keyBindingNonce: nonce }) });
    answers.push({ claims: payload });
  } catch (error) {
    answers.push({ refused: `${error.name}: ${error.message}` });
  }
}
process.stdout.write(JSON.stringify(answers));
