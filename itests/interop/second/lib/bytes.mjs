// SPDX-License-Identifier: MIT
// Byte strings as docs/protocol.md writes them.
import { concatBytes, bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';

export const join = concatBytes;
export const hex = bytesToHex;
export const ascii = utf8ToBytes;

/** Why something is not taken. Callers that face strangers drop it silently. */
export class Refused extends Error {}

export function require(right, expected) {
  if (!right) throw new Refused(expected);
}

/** Lower-case hex of exactly so many bytes. */
export function fromHex(text, length) {
  require(typeof text === 'string' && text.length === 2 * length && /^[0-9a-f]*$/.test(text),
    `expected ${2 * length} lower-case hex digits`);
  return hexToBytes(text);
}

export const u8 = (n) => Uint8Array.of(n);
export const u16 = (n) => Uint8Array.of(n >>> 8, n & 255);
export const u32 = (n) => Uint8Array.of(n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255);
export const u64 = (n) => fromHex(BigInt(n).toString(16).padStart(16, '0'), 8);

export const readU16 = (b, at) => (b[at] << 8) | b[at + 1];
export const readU32 = (b, at) => readU16(b, at) * 65536 + readU16(b, at + 2);
export const readU64 = (b, at) => BigInt('0x' + hex(b.subarray(at, at + 8)));

/** Time depends on the length alone. */
export function equal(a, b) {
  if (a.length !== b.length) return false;
  let differ = 0;
  for (let i = 0; i < a.length; i++) differ |= a[i] ^ b[i];
  return differ === 0;
}

export const isZero = (b) => b.every((x) => x === 0);

/** Canonical base64 (RFC 4648, section 4). */
export const base64 = (b) => Buffer.from(b).toString('base64');

export function fromBase64(text) {
  const bytes = new Uint8Array(Buffer.from(text, 'base64'));
  require(base64(bytes) === text, 'expected canonical base64');
  return bytes;
}
