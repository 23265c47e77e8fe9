// SPDX-License-Identifier: MIT
// npub to 32 bytes: NIP-19, BIP-173.
import { fromHex, require } from './bytes.mjs';

const CHARS = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

function polymod(values) {
  let check = 1;
  for (const value of values) {
    const top = check >>> 25;
    check = ((check & 0x1ffffff) << 5) ^ value;
    GENERATOR.forEach((g, i) => { if ((top >>> i) & 1) check ^= g; });
  }
  return check;
}

/** A key from npub or 64 hex digits. */
export function readKey(text) {
  if (!text.startsWith('npub1')) return fromHex(text, 32);
  const data = [...text.slice(5)].map((c) => CHARS.indexOf(c));
  const prefix = [...'npub'].map((c) => c.charCodeAt(0));
  const expanded = [...prefix.map((c) => c >> 5), 0, ...prefix.map((c) => c & 31)];
  require(data.length === 58 && data.every((v) => v >= 0) && polymod([...expanded, ...data]) === 1, 'an npub with a right checksum');
  let bits = 0n;
  data.slice(0, 52).forEach((v) => { bits = (bits << 5n) | BigInt(v); });
  require((bits & 15n) === 0n, 'no stray bits');
  return fromHex((bits >> 4n).toString(16).padStart(64, '0'), 32);
}
