// SPDX-License-Identifier: MIT
// The header record: docs/protocol.md, section 4.
import { ascii, equal, isZero, join, readU16, u16, u8 } from './bytes.mjs';
import { agree, counterOnce, hkdf, hmac, isOnCurve, sha256 } from './crypto.mjs';

export const DIRECT = 1;
export const TAGGED = 2;
export const PQ = 3;
export const CHANNEL = 4;

export const writePlain = ({ sessionKey, bodyId, scheme, day, relayIndex }) =>
  join(sessionKey, bodyId, u16(scheme), u16(day), u8(relayIndex), new Uint8Array(3));

function readPlain(plain) {
  if (!isZero(plain.subarray(69))) return null;
  return {
    sessionKey: plain.subarray(0, 32), bodyId: plain.subarray(32, 64), scheme: readU16(plain, 64), day: readU16(plain, 66),
    relayIndex: plain[68],
  };
}

export const viewTag = (shared) => sha256(ascii('throng/view-tag1'), shared).subarray(0, 8);

const split = (both) => ({ enc: both.subarray(0, 32), mac: both.subarray(32) });

export const directKeys = (shared, e, r, b) => split(hkdf(shared, 'throng/v1/header', join(e, r, b), 64));

export const taggedKeys = (mk, e, b, tag) => split(hkdf(mk, 'throng/v1/tagged', join(e, b, tag), 64));

const macOf = (keys, start, label) => hmac(keys.mac, start, ascii(label)).subarray(0, 16);

export function seal(keys, e, tag, plain, label) {
  const start = join(e, tag, counterOnce(keys.enc, plain));
  return join(start, macOf(keys, start, label));
}

function openWith(keys, record, label, logDay, schemes) {
  if (!equal(macOf(keys, record.subarray(0, 112), label), record.subarray(112))) return null;
  const plain = readPlain(counterOnce(keys.enc, record.subarray(40, 112)));
  const right = plain && schemes.includes(plain.scheme) && plain.day >= logDay - 3 && plain.day <= logDay + 1;
  return right ? plain : null;
}

/** What a header says to the holder of a secret, or null. reader = { npub, scan, secret }. */
export function openDirect(record, label, logDay, reader) {
  if (record.length !== 128 || isZero(record)) return null;
  const e = record.subarray(0, 32);
  const shared = agree(reader.secret, e);
  if (!shared || !equal(viewTag(shared), record.subarray(32, 40))) return null;
  return openWith(directKeys(shared, e, reader.scan, reader.npub), record, label, logDay, [DIRECT, PQ, CHANNEL]);
}

export function openTagged(record, label, logDay, mk, npub) {
  const tag = hmac(mk, u8(1)).subarray(0, 8);
  const e = record.subarray(0, 32);
  if (record.length !== 128 || !equal(tag, record.subarray(32, 40)) || !isOnCurve(e)) return null;
  return openWith(taggedKeys(mk, e, npub, tag), record, label, logDay, [TAGGED]);
}
