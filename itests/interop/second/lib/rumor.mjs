// SPDX-License-Identifier: MIT
// Rumors and their parts: docs/protocol.md, section 5.
import { ascii, equal, hex, join, require, u8 } from './bytes.mjs';
import { sha256 } from './crypto.mjs';
import { eventId, rumorJson } from './event.mjs';
import { PQ } from './header.mjs';
import { digits, readJson } from './json.mjs';

export const MAX_LENGTH = 13520;
export const full = (scheme) => (scheme === PQ ? 676 : 1780);

const MEMBERS = ['pubkey', 'created_at', 'kind', 'tags', 'content'];

/** A rumor by the writer of the body, or refused. */
export function readRumor(json, writer) {
  const members = readJson(json, 8);
  require(members instanceof Map && MEMBERS.every((name) => members.has(name))
    && members.size === MEMBERS.length + (members.has('id') ? 1 : 0), 'exactly the members of a rumor');
  require(members.get('pubkey') === hex(writer), 'pubkey is the writer\'s');
  const tags = members.get('tags');
  require(Array.isArray(tags) && tags.every((tag) => Array.isArray(tag) && tag.length > 0 && tag.every((s) => typeof s === 'string')),
    'tags are non-empty arrays of strings');
  require(typeof members.get('content') === 'string', 'content is a string');
  const rumor = {
    pubkey: hex(writer), created_at: digits(members.get('created_at'), Number.MAX_SAFE_INTEGER, 'created_at'),
    kind: digits(members.get('kind'), 65535, 'kind'), tags, content: members.get('content'),
  };
  return { id: hex(eventId(rumor)), ...rumor };
}

/** What travels. */
export const writeRumor = (rumor) => ascii(rumorJson(rumor));

/** Values of type 8. */
export function splitRumor(json, scheme) {
  const size = full(scheme);
  require(json.length > size && json.length <= MAX_LENGTH, 'a rumor for parts');
  const id = sha256(json).subarray(0, 16);
  const n = Math.ceil(json.length / size);
  return Array.from({ length: n }, (_, k) => join(id, u8(k), u8(n), json.subarray(k * size, (k + 1) * size)));
}

export function readPart(value, scheme) {
  const size = full(scheme);
  const [k, n, length] = [value[16], value[17], value.length - 18];
  require(length >= 1 && length <= size && n >= 2 && n <= 20 && k < n && (k === n - 1 || length === size), 'the form of a part');
  return { id: hex(value.subarray(0, 16)), k, n, bytes: value.subarray(18) };
}

/** The open sets of one writer; eight at most, the oldest gives way, each lives 35 days. */
export class PartSets {
  sets = [];

  /** The whole rumor's JSON where this part was the last one, else null. */
  accept(part, now) {
    this.sets = this.sets.filter((set) => now - set.openedAt < 35 * 86400);
    let set = this.sets.find((s) => s.id === part.id && s.n === part.n);
    if (!set) {
      if (this.sets.length === 8) this.sets.shift();
      set = { id: part.id, n: part.n, openedAt: now, parts: new Map() };
      this.sets.push(set);
    }
    // an equal repeat changes nothing, a differing one is refused
    if (set.parts.has(part.k)) return null;
    set.parts.set(part.k, part.bytes);
    if (set.parts.size < set.n) return null;
    this.sets = this.sets.filter((s) => s !== set);
    const json = join(...Array.from({ length: set.n }, (_, k) => set.parts.get(k)));
    return json.length <= MAX_LENGTH && equal(sha256(json).subarray(0, 16), Buffer.from(set.id, 'hex')) ? json : null;
  }
}
