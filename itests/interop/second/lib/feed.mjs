// SPDX-License-Identifier: MIT
// The header feed by the rules of C2SP (tlog-tiles, tlog-checkpoint, signed-note) and docs/protocol.md, with node:crypto alone.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { isLabel } from './crowd.mjs';

const WIDTH = 256n;
const big = (bytes) => BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`);

export const sha256 = (...parts) => {
  const hash = createHash('sha256');
  parts.forEach((part) => hash.update(part));
  return hash.digest();
};
export const leaf = (entry) => sha256(Uint8Array.of(0), entry);
const node = (left, right) => sha256(Uint8Array.of(1), left, right);

/** The largest power of two below n. */
function split(n) {
  let k = 1n;
  while (k * 2n < n) k *= 2n;
  return k;
}

/** RFC 6962, 2.1, over hashes of leaves. */
export function root(leaves) {
  if (leaves.length === 0) return sha256();
  if (leaves.length === 1) return leaves[0];
  const k = Number(split(BigInt(leaves.length)));
  return node(root(leaves.slice(0, k)), root(leaves.slice(k)));
}

/** RFC 9162, 2.1.3.2. */
export function verifyInclusion(hash, index, size, path, expected) {
  if (index < 0n || index >= size) return false;
  let [fn, sn, r] = [index, size - 1n, hash];
  for (const p of path) {
    if (sn === 0n) return false;
    if (fn % 2n === 1n || fn === sn) {
      r = node(p, r);
      while (fn % 2n === 0n && fn !== 0n) [fn, sn] = [fn >> 1n, sn >> 1n];
    } else r = node(r, p);
    [fn, sn] = [fn >> 1n, sn >> 1n];
  }
  return sn === 0n && r.equals(expected);
}

/** RFC 9162, 2.1.4.2. */
export function verifyConsistency(first, firstHash, second, secondHash, proof) {
  if (first > second) return false;
  if (first === second) return proof.length === 0 && firstHash.equals(secondHash);
  if (first === 0n) return proof.length === 0 && firstHash.equals(sha256());
  const path = (first & (first - 1n)) === 0n ? [firstHash, ...proof] : [...proof];
  if (proof.length === 0) return false;
  let [fn, sn] = [first - 1n, second - 1n];
  while (fn % 2n === 1n) [fn, sn] = [fn >> 1n, sn >> 1n];
  let [fr, sr] = [path[0], path[0]];
  for (const c of path.slice(1)) {
    if (sn === 0n) return false;
    if (fn % 2n === 1n || fn === sn) {
      fr = node(c, fr);
      sr = node(c, sr);
      while (fn % 2n === 0n && fn !== 0n) [fn, sn] = [fn >> 1n, sn >> 1n];
    } else sr = node(sr, c);
    [fn, sn] = [fn >> 1n, sn >> 1n];
  }
  return sn === 0n && fr.equals(firstHash) && sr.equals(secondHash);
}

/** The tile of an address, or null. */
export function readTile(path) {
  const match = /^tile\/(0|[1-9][0-9]?|entries|tags)\/((?:x[0-9]{3}\/)*[0-9]{3})(?:\.p\/([1-9][0-9]{0,2}))?$/.exec(path);
  if (!match || match[2].startsWith('x000')) return null;
  const width = match[3] === undefined ? 256 : Number(match[3]);
  const level = /^[0-9]/.test(match[1]) ? Number(match[1]) : 0;
  if (match[3] !== undefined && width > 255) return null;
  if (level > 63) return null;
  const kind = /^[0-9]/.test(match[1]) ? 'hashes' : match[1];
  return { kind, level, index: BigInt(match[2].replace(/[x/]/g, '')), width };
}

/** The address of a tile of a tree. */
export function tilePath(folder, index, size, level = 0n) {
  const width = (size >> (8n * level)) - index * WIDTH;
  const digits = index.toString().padStart(Math.ceil(index.toString().length / 3) * 3, '0');
  const groups = digits.match(/.{3}/g);
  const number = groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/');
  return `tile/${folder}/${number}${width < WIDTH ? `.p/${width}` : ''}`;
}

/** Label and lane of a log's address, or null. */
export function readLog(path) {
  const match = /^([0-9]{2}_[01]*)\/(0|[1-9][0-9]{0,9})$/.exec(path);
  if (!match || !isLabel(match[1].replace('_', ':')) || BigInt(match[2]) > 0xffffffffn) return null;
  return { label: match[1].replace('_', ':'), lane: Number(match[2]) };
}

/** The entries of a bundle, or null. */
export function readBundle(bytes, width) {
  const entries = [];
  let at = 0;
  while (at < bytes.length) {
    if (at + 2 > bytes.length) return null;
    const length = bytes.readUInt16BE(at);
    if (at + 2 + length > bytes.length) return null;
    entries.push(bytes.subarray(at + 2, at + 2 + length));
    at += 2 + length;
  }
  return entries.length === width ? entries : null;
}

/** The part of a tree that tiles tell: whole subtrees by reading (level, index) as a hash. */
export class Tiles {
  /** get(path) gives the bytes of an address below that of the log. */
  constructor(size, get) {
    this.size = size;
    this.get = get;
    this.kept = new Map();
  }

  async tile(level, index) {
    const path = tilePath(level.toString(), index, this.size, level);
    if (!this.kept.has(path)) {
      const bytes = await this.get(path);
      const hashes = [];
      for (let at = 0; at < bytes.length; at += 32) hashes.push(bytes.subarray(at, at + 32));
      this.kept.set(path, hashes);
    }
    return this.kept.get(path);
  }

  /** MTH(D[begin:end]). */
  async range(begin, end) {
    const length = end - begin;
    if ((length & (length - 1n)) === 0n) {
      let height = 0n;
      while (1n << height < length) height += 1n;
      const level = height / 8n;
      const first = begin >> (8n * level);
      const hashes = await this.tile(level, first / WIDTH);
      const from = Number(first % WIDTH);
      return root(hashes.slice(from, from + Number(1n << (height % 8n))));
    }
    const middle = begin + split(length);
    return node(await this.range(begin, middle), await this.range(middle, end));
  }

  root() {
    return this.size === 0n ? sha256() : this.range(0n, this.size);
  }

  async inclusion(index, begin = 0n, end = this.size) {
    if (end - begin === 1n) return [];
    const middle = begin + split(end - begin);
    return index < middle
      ? [...(await this.inclusion(index, begin, middle)), await this.range(middle, end)]
      : [...(await this.inclusion(index, middle, end)), await this.range(begin, middle)];
  }

  async consistency(old, begin = 0n, end = this.size, whole = true) {
    if (old === 0n) return [];
    if (old === end) return whole ? [] : [await this.range(begin, end)];
    const middle = begin + split(end - begin);
    return old <= middle
      ? [...(await this.consistency(old, begin, middle, whole)), await this.range(middle, end)]
      : [...(await this.consistency(old, middle, end, false)), await this.range(begin, middle)];
  }
}

function base64(text) {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : null;
}

/** Name, id and Ed25519 key of a verifier key, or null. */
export function readKey(text) {
  const [name, id, key, more] = text.split(/\+(.*?)\+(.*)/s);
  const bytes = base64(key ?? '');
  if (!name || more || /[\s+]/u.test(name) || !bytes || bytes.length !== 33 || bytes[0] !== 1) return null;
  const expected = sha256(Buffer.from(`${name}\n`), bytes).subarray(0, 4).toString('hex');
  return expected === id ? { name, id, key: bytes.subarray(1) } : null;
}

function isSigned(text, key, signature) {
  const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), key.key]);
  return verify(null, Buffer.from(text), createPublicKey({ key: spki, format: 'der', type: 'spki' }), signature);
}

/** The head that a note says and the key signed, or null. */
export function readCheckpoint(note, key) {
  const gap = note.lastIndexOf('\n\n');
  if (gap < 0 || !note.endsWith('\n') || /[\u0000-\u0009\u000b-\u001f]/.test(note)) return null;
  const text = note.slice(0, gap + 1);
  let signed = false;
  for (const line of note.slice(gap + 2, -1).split('\n')) {
    const match = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/=]+)$/u.exec(line);
    const bytes = match && base64(match[2]);
    if (!bytes || bytes.length < 5) return null;
    if (match[1] === key.name && bytes.subarray(0, 4).toString('hex') === key.id) {
      if (!isSigned(text, key, bytes.subarray(4))) return null;
      signed = true;
    }
  }
  const [origin, size, hash, end, more] = text.split('\n');
  const bytes = base64(hash ?? '');
  if (!signed || end !== '' || more !== undefined || origin !== key.name) return null;
  if (!/^(0|[1-9][0-9]{0,17})$/.test(size) || bytes?.length !== 32) return null;
  return { origin, size: BigInt(size), root: bytes };
}

/** What a tick says, or null. */
export function readTick(bytes) {
  if (bytes.length < 45 || bytes[0] > 127) return null;
  const tick = {
    number: bytes.readBigUInt64BE(0),
    depth: bytes[8],
    meanDelay: bytes.readUInt32BE(9),
    root: bytes.subarray(13, 45),
    proofTarget: 0,
  };
  const seen = new Set();
  for (let at = 45; at < bytes.length; ) {
    if (at + 3 > bytes.length) return null;
    const [type, length] = [bytes[at], bytes.readUInt16BE(at + 1)];
    const value = bytes.subarray(at + 3, at + 3 + length);
    if (type === 0 || value.length < length) return null;
    if (type <= 5 && seen.has(type)) return null;
    const exact = { 1: 1, 2: 9, 3: 4, 5: 32 }[type];
    if (exact !== undefined && length !== exact) return null;
    seen.add(type);
    if (type === 1) tick.proofTarget = value[0];
    if (type === 2) tick.next = { depth: value[0], from: value.readBigUInt64BE(1) };
    if (type === 3) tick.tableSpan = value.readUInt32BE(0);
    if (type === 5) tick.tables = value;
    at += 3 + length;
  }
  return tick;
}

/** The tables of bodies of a tick: label, rows u32, root 32; sorted, each label once. */
export function readTables(bytes) {
  const tables = [];
  for (let at = 0; at < bytes.length; ) {
    const depth = bytes[at + 1] - 48;
    const end = at + 3 + depth + 36;
    if (!(depth >= 0 && depth <= 8) || end > bytes.length) return null;
    const label = bytes.subarray(at, at + 3 + depth).toString('latin1');
    const rows = bytes.readUInt32BE(end - 36);
    if (!isLabel(label) || rows < 1 || rows > 0x7fffffff) return null;
    if (tables.length > 0 && tables.at(-1).label >= label) return null;
    tables.push({ label, rows, root: bytes.subarray(end - 32, end), leaf: leaf(bytes.subarray(at, end)) });
    at = end;
  }
  return tables;
}

/** Whether a tick may stand after another. */
export function follows(before, after) {
  if (after.number <= before.number) return false;
  const due = before.next && after.number >= before.next.from;
  if (after.depth !== (due ? before.next.depth : before.depth)) return false;
  const same = before.next && after.next && before.next.depth === after.next.depth && before.next.from === after.next.from;
  if (before.next && !due && !same) return false;
  return !after.next || same || (after.next.depth === after.depth + 1 && after.next.from >= after.number + 20160n);
}

/** The crowds of a tick, each with its leaf and lanes, or null. */
export function readCrowds(bytes) {
  const crowds = [];
  for (let at = 0; at < bytes.length; ) {
    const begin = at;
    const depth = (bytes[at + 1] ?? 0) - 0x30;
    const label = bytes.subarray(at, at + 3 + depth).toString('latin1');
    if (depth < 0 || depth > 8 || !isLabel(label) || at + 5 + depth > bytes.length) return null;
    const count = bytes.readUInt16BE(at + 3 + depth);
    at += 5 + depth;
    if (count === 0 || at + 52 * count > bytes.length) return null;
    const lanes = [];
    for (let i = 0; i < count; i++, at += 52) {
      const lane = {
        id: bytes.readUInt32BE(at),
        minimum: big(bytes.subarray(at + 4, at + 12)),
        size: big(bytes.subarray(at + 12, at + 20)),
        root: bytes.subarray(at + 20, at + 52),
      };
      if (lane.minimum > lane.size || (i > 0 && lanes[i - 1].id >= lane.id)) return null;
      lanes.push(lane);
    }
    if (crowds.length > 0 && crowds[crowds.length - 1].label >= label) return null;
    crowds.push({ label, lanes, leaf: leaf(bytes.subarray(begin, at)) });
  }
  return crowds;
}
