// SPDX-License-Identifier: MIT
// Events (NIP-01) and the strict form of headers and bodies: docs/protocol.md, section 3.
import { ascii, base64, fromBase64, fromHex, hex, join, require } from './bytes.mjs';
import { isLabel } from './crowd.mjs';
import { publicKey, sha256, sign, verify } from './crypto.mjs';

export const HEADER = 4610;
export const BODY = 4611;
export const PROFILE = 14610;
export const LIFE = 2592000;
export const BODY_LENGTHS = [2048, 4096, 32768];

const SHORT = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t', '\b': '\\b', '\f': '\\f' };

/** A JSON string with the escapes of NIP-01. */
export function quoted(text) {
  return '"' + text.replace(/["\\\u0000-\u001f]/g, (c) => SHORT[c] ?? '\\u00' + c.charCodeAt(0).toString(16).padStart(2, '0')) + '"';
}

const tagsJson = (tags) => '[' + tags.map((tag) => '[' + tag.map(quoted).join(',') + ']').join(',') + ']';

export function eventId(event) {
  return sha256(ascii(`[0,"${event.pubkey}",${event.created_at},${event.kind},${tagsJson(event.tags)},${quoted(event.content)}]`));
}

export function rumorJson(rumor) {
  return `{"pubkey":"${rumor.pubkey}","created_at":${rumor.created_at},"kind":${rumor.kind},"tags":${tagsJson(rumor.tags)},"content":${quoted(rumor.content)}}`;
}

export function signEvent(fields, secret, aux) {
  const event = { pubkey: hex(publicKey(secret)), ...fields };
  const id = eventId(event);
  return { id: hex(id), ...event, sig: hex(sign(id, secret, aux)) };
}

/** Id and signature, and that every member has the right type. */
export function checkEvent(event) {
  fromHex(event.id, 32);
  fromHex(event.sig, 64);
  require(Number.isSafeInteger(event.created_at) && Number.isInteger(event.kind), 'created_at and kind are numbers');
  require(Array.isArray(event.tags) && event.tags.every((tag) => Array.isArray(tag) && tag.every((s) => typeof s === 'string')),
    'tags are arrays of strings');
  require(typeof event.content === 'string', 'content is a string');
  const key = fromHex(event.pubkey, 32);
  require(hex(eventId(event)) === event.id, 'the id is the hash of the event');
  require(verify(fromHex(event.sig, 64), fromHex(event.id, 32), key), 'the signature is the author\'s');
}

const tags = (createdAt, label) => [['c', label], ['expiration', String(createdAt + LIFE)]];

export const headerFields = (record, createdAt, label) => ({
  created_at: createdAt, kind: HEADER, tags: tags(createdAt, label), content: base64(record.subarray(32)),
});

export const bodyFields = (content, createdAt, label) => ({
  created_at: createdAt, kind: BODY, tags: tags(createdAt, label), content: base64(content),
});

function checkForm(event, kind, target) {
  checkEvent(event);
  require(event.kind === kind, `expected kind ${kind}`);
  require(event.created_at >= 0 && event.created_at % 600 === 0 && event.created_at < 5662310400, 'created_at is a multiple of 600');
  const [c, expiration, nonce, ...more] = event.tags;
  require(c?.length === 2 && c[0] === 'c' && isLabel(c[1]), 'the first tag is the label');
  require(expiration?.length === 2 && expiration[0] === 'expiration' && expiration[1] === String(event.created_at + LIFE),
    'the second tag is the expiration');
  require(more.length === 0, 'no other tag');
  if (target === 0) {
    require(nonce === undefined, 'no third tag');
  } else {
    require(nonce?.length === 3 && nonce[0] === 'nonce' && /^(0|[1-9][0-9]{0,19})$/.test(nonce[1])
      && BigInt(nonce[1]) < 1n << 64n && nonce[2] === String(target), 'the third tag is the proof');
    const bits = BigInt('0x' + event.id) >> BigInt(256 - target);
    require(bits === 0n, `the id begins with ${target} zero bits`);
  }
  return c[1];
}

/** The record and label of a header event; target is the proof that the relay asks for, 0 = none. */
export function readHeaderEvent(event, target = 0) {
  const label = checkForm(event, HEADER, target);
  const content = fromBase64(event.content);
  require(content.length === 96, 'a header has 96 bytes of content');
  return { record: join(fromHex(event.pubkey, 32), content), label, createdAt: event.created_at };
}

/** The binary content of a body event. */
export function readBodyEvent(event) {
  checkForm(event, BODY, 0);
  const content = fromBase64(event.content);
  require(BODY_LENGTHS.includes(content.length), 'a body has 2048, 4096 or 32768 bytes');
  return content;
}

/** The event that signs a form rebuilt by a courier. */
export const rebuild = (kind, createdAt, pubkey, label, content, nonce) => ({
  pubkey: hex(pubkey), created_at: createdAt, kind,
  tags: nonce ? [...tags(createdAt, label), nonce] : tags(createdAt, label), content: base64(content),
});
