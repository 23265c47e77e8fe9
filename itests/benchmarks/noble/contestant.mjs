// SPDX-License-Identifier: MIT
// Works when it is told: for each line it gets, at least so many milliseconds; then it prints the processor time of an
// operation in nanoseconds. Usage: node contestant.mjs scan|verify
import { schnorr, secp256k1 } from '@noble/curves/secp256k1';
import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline';

const count = 20;
const id = randomBytes(32);
const secret = randomBytes(32);
const points = [];
const signatures = [];
for (let i = 0; i < count; i++) {
  const other = randomBytes(32);
  points.push(secp256k1.getPublicKey(other));
  signatures.push([schnorr.sign(id, other), schnorr.getPublicKey(other)]);
}
const work = {
  scan: () => points.forEach((point) => secp256k1.getSharedSecret(secret, point)),
  verify: () => signatures.forEach(([signature, key]) => schnorr.verify(signature, id, key)),
}[process.argv[2]];

const spent = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1000;
};
for await (const line of createInterface({ input: process.stdin })) {
  const least = Number(line) * 1e6;
  const start = spent();
  let operations = 0;
  while (spent() - start < least) {
    work();
    operations += count;
  }
  console.log((spent() - start) / operations);
}
