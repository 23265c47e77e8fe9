// SPDX-License-Identifier: MIT
// Hedged secrets: docs/protocol.md, section 4. random(32) is asked once for each.
import { ascii, join } from './bytes.mjs';
import { ORDER, hkdf, os2ip, scalar, sha256 } from './crypto.mjs';

const derive = (random, nsec, info, length) => hkdf(join(random(32), nsec), 'throng/v1/eph', info, length);

export const toScalar = (okm) => scalar(1n + (os2ip(okm) % (ORDER - 1n)));

export const sessionKey = (random, nsec, receiver, authenticated, ct = new Uint8Array()) =>
  derive(random, nsec, join(ascii('session'), receiver, sha256(authenticated, ct)), 32);

export const kemMessage = (random, nsec, receiver, ek) => derive(random, nsec, join(ascii('kem'), receiver, sha256(ek)), 32);

export const fileKey = (random, nsec, receiver, hash) => derive(random, nsec, join(ascii('file'), receiver, hash), 32);

export const bodySecret = (random, nsec, content) => toScalar(derive(random, nsec, join(ascii('body'), sha256(content)), 48));

/** e, before it is negated where its point has an odd y. */
export const headerSecret = (random, nsec, receiver, plain, label) =>
  toScalar(derive(random, nsec, join(plain.subarray(32, 64), receiver, sha256(plain, ascii(label))), 48));
