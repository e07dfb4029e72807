// Our script for browsers, in Node: which of these codes it accepts, why it refuses the others, and how long that takes.
import { readFileSync } from "node:fs";

const { verifier, keyList, root, now, digits, rounds = 1 } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const { readCode } = await import(`${verifier}/code.js`);
const { readKeys } = await import(`${verifier}/lists.js`);
const keys = await readKeys(keyList, root, now);
const accepted = [];
const refused = {};

async function read(each) {
  try {
    const { dated } = await readCode(each, keys, now);
    return dated;
  } catch (error) {
    if (!error.code && !(error instanceof SyntaxError)) throw error;
    return error.code ?? "syntax";
  }
}

const paces = [];
for (let round = 0; round < rounds; round += 1) {
  const [began, clock] = [process.cpuUsage(), performance.now()];
  for (const [place, each] of digits.entries()) {
    const code = await read(each);
    if (round) continue;
    if (code) refused[code] = (refused[code] ?? 0) + 1;
    else accepted.push(place);
  }
  const { user, system } = process.cpuUsage(began);
  paces.push({ cpu: (digits.length / (user + system)) * 1e6, clock: (digits.length / (performance.now() - clock)) * 1e3 });
}
process.stdout.write(JSON.stringify({ accepted, refused, paces }));
