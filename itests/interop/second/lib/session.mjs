// SPDX-License-Identifier: MIT
// Roots and chains of sessions: docs/protocol.md, section 6. Enough to check the vectors; this client opens no sessions.
import { ascii, hex, join, u32, u8 } from './bytes.mjs';
import { agree, hkdf, hmac, sha256 } from './crypto.mjs';

/** A side: npub, staticSecret, node, shareSecret, share, kemCiphertext, kemSecret (the last two may be null). */
export function root(e, previousRoot, one, other, publicStatic) {
  const before = hex(one.npub) + hex(one.node) < hex(other.npub) + hex(other.node);
  const [lo, hi] = before ? [one, other] : [other, one];
  const named = (side) => (side.kemCiphertext ? sha256(side.kemCiphertext) : new Uint8Array(32));
  const ikm = join(agree(lo.shareSecret, hi.share), agree(lo.staticSecret, publicStatic(hi)),
    ...[lo.kemSecret, hi.kemSecret].filter((secret) => secret));
  const info = join(ascii('throng/v1/root'), u32(e), lo.npub, hi.npub, lo.node, hi.node, lo.share, hi.share, named(lo), named(hi));
  const out = hkdf(ikm, previousRoot, info, 96);
  return { lower: before ? one : other, ikm, info, root: out.subarray(0, 32), loBlock: out.subarray(32, 64), hiBlock: out.subarray(64) };
}

export const nextBlock = (block) => hmac(block, u8(4));

/** The keys of index i of a block. */
export function chainKeys(block, i) {
  let ck = hmac(block, u8(5));
  for (let at = 0; at < i; at++) ck = hmac(ck, u8(1));
  const mk = hmac(ck, u8(2));
  return { ck, mk, tag: hmac(mk, u8(1)).subarray(0, 8), auth03: hmac(mk, u8(3)) };
}
