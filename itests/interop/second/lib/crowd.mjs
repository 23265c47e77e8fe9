// SPDX-License-Identifier: MIT
// Labels of crowds: docs/protocol.md, section 7.
import { taggedHash } from './crypto.mjs';

export const isLabel = (text) => {
  const form = /^0([0-8]):([01]*)$/.exec(text);
  return form !== null && form[2].length === Number(form[1]) && form[0] === text;
};

export function label(npub, depth) {
  const first = taggedHash('throng/crowd', npub)[0];
  return `0${depth}:` + first.toString(2).padStart(8, '0').slice(0, depth);
}

/** The depth in use; days are the last whole ones, newest last. */
export function depthInUse(announced, days) {
  if (days.length < 14) return 0;
  const last = days.slice(-14);
  for (let d = Math.min(announced, 8); d > 0; d--) {
    if (last.every((day) => BigInt(day.headers) * BigInt(day.meanDelay) >= 86400000n << BigInt(d))) return d;
  }
  return 0;
}
