// SPDX-License-Identifier: MIT
import { ctr, gcm } from '@noble/ciphers/aes.js';
import { schnorr, secp256k1 } from '@noble/curves/secp256k1.js';
import { hkdf as rfc5869 } from '@noble/hashes/hkdf.js';
import { hmac as rfc2104 } from '@noble/hashes/hmac.js';
import { sha256 as fips180 } from '@noble/hashes/sha2.js';
import { ascii, join, u8 } from './bytes.mjs';

export const ORDER = secp256k1.Point.Fn.ORDER;

export const sha256 = (...parts) => fips180(join(...parts));
export const hmac = (key, ...parts) => rfc2104(fips180, key, join(...parts));
export const hkdf = (ikm, salt, info, length) =>
  rfc5869(fips180, ikm, typeof salt === 'string' ? ascii(salt) : salt, info, length);

export function taggedHash(tag, ...parts) {
  const name = sha256(ascii(tag));
  return sha256(name, name, ...parts);
}

/** The session, file or chunk key seals once, so the nonce is zero. */
export const sealOnce = (key, aad, plain) => gcm(key, new Uint8Array(12), ascii(aad)).encrypt(plain);

/** null where the tag does not fit. */
export function openOnce(key, aad, sealed) {
  if (sealed.length < 16) return null;
  try {
    return gcm(key, new Uint8Array(12), ascii(aad)).decrypt(sealed);
  } catch {
    return null;
  }
}

/** AES-256-CTR from a counter block of zeros; its own inverse. */
export const counterOnce = (key, text) => ctr(key, new Uint8Array(16)).encrypt(text);

export const publicKey = (secret) => schnorr.getPublicKey(secret);

export function isOnCurve(x) {
  try {
    secp256k1.Point.fromBytes(join(u8(2), x));
    return true;
  } catch {
    return false;
  }
}

/** x(secret · lift_x(key)), or null where the key is not on the curve. */
export function agree(secret, key) {
  return isOnCurve(key) ? secp256k1.getSharedSecret(secret, join(u8(2), key), true).subarray(1) : null;
}

export const sign = (message, secret, aux) => schnorr.sign(message, secret, aux);
export const verify = (signature, message, key) => schnorr.verify(signature, message, key);

/** The secret or its negative: the one whose point has an even y. */
export function withEvenY(secret) {
  const odd = secp256k1.getPublicKey(secret, true)[0] === 3;
  return odd ? scalar(ORDER - os2ip(secret)) : secret;
}

export const os2ip = (bytes) => bytes.reduce((n, b) => (n << 8n) | BigInt(b), 0n);

export function scalar(n) {
  return Uint8Array.from(Buffer.from(n.toString(16).padStart(64, '0'), 'hex'));
}
