// SPDX-License-Identifier: MIT
// The journey of a direct message in quick mode: docs/protocol.md, sections 2 to 5.
import { randomBytes as nodeRandom } from 'node:crypto';
import { Refused, ascii, fromHex, hex, join, require, u8 } from './bytes.mjs';
import * as body from './body.mjs';
import { label } from './crowd.mjs';
import { agree, publicKey, withEvenY } from './crypto.mjs';
import * as events from './event.mjs';
import * as header from './header.mjs';
import * as hedge from './hedge.mjs';
import { newer, readProfile, writeProfile } from './profile.mjs';
import * as relay from './relay.mjs';
import { PartSets, full, readPart, readRumor, splitRumor, writeRumor } from './rumor.mjs';
import { readAcks, readReplyRelay, writeAcks } from './tlv.mjs';

const random = (n) => Uint8Array.from(nodeRandom(n));
export const now = () => Math.floor(Date.now() / 1000);
const slot = () => now() - (now() % 600);
const DEPTH = 0; // relays without ticks

/** The newest good profile of a key on these relays, or null. */
export async function findProfile(npub, relays) {
  const found = [];
  for (const url of relays) {
    const answer = await relay.query(url, { kinds: [events.PROFILE], authors: [hex(npub)] });
    for (const event of answer.filter((one) => one.pubkey === hex(npub))) {
      try {
        found.push({ event, profile: readProfile(event) });
      } catch (e) {
        if (!(e instanceof Refused)) throw e;
      }
    }
  }
  if (found.length === 0) return null;
  const best = found.reduce((a, b) => (newer(a.event, b.event) === a.event ? a : b));
  return best.profile;
}

export async function publishProfile(nsec, relays) {
  const fields = { created_at: now(), kind: events.PROFILE, tags: [], content: writeProfile(relays) };
  const event = events.signEvent(fields, nsec, random(32));
  return Promise.all(relays.map((url) => relay.post(url, event)));
}

/** One small body for a receiver { npub, scan }: its event and the session key. */
export function sealBody(nsec, receiver, tlvs, createdAt, crowd) {
  const a = publicKey(nsec);
  const rest = body.writeRest(tlvs, 2032);
  const text = body.authenticated(header.DIRECT, a, receiver.npub, rest);
  const sessionKey = hedge.sessionKey(random, nsec, receiver.npub, text);
  const key = body.authKey(agree(nsec, receiver.scan), sessionKey, a, receiver.npub);
  const content = body.sealBody(sessionKey, join(u8(1), a, body.authenticator(key, text), rest));
  const secret = hedge.bodySecret(random, nsec, content);
  return { sessionKey, event: events.signEvent(events.bodyFields(content, createdAt, crowd), secret, random(32)) };
}

/** A header event that leads to a body. */
export function address(nsec, receiver, sealed, createdAt, crowd) {
  const plain = header.writePlain({
    sessionKey: sealed.sessionKey, bodyId: fromHex(sealed.event.id, 32), scheme: header.DIRECT,
    day: Math.floor(createdAt / 86400), relayIndex: 0,
  });
  const secret = withEvenY(hedge.headerSecret(random, nsec, receiver.npub, plain, crowd));
  const [e, shared] = [publicKey(secret), agree(secret, receiver.scan)];
  const keys = header.directKeys(shared, e, receiver.scan, receiver.npub);
  const record = header.seal(keys, e, header.viewTag(shared), plain, crowd);
  return events.signEvent(events.headerFields(record, createdAt, crowd), secret, random(32));
}

/** Seals and posts; on each relay the header follows the body's OK. */
async function deliver(nsec, receiver, tlvs, relays) {
  const crowd = label(receiver.npub, DEPTH);
  const createdAt = slot();
  const sealed = sealBody(nsec, receiver, tlvs, createdAt, crowd);
  const receipts = {};
  for (const url of relays) {
    try {
      let receipt = await relay.post(url, sealed.event);
      if (receipt.accepted) receipt = await relay.post(url, address(nsec, receiver, sealed, createdAt, crowd));
      receipts[url] = receipt.accepted ? 'posted' : `refused: ${receipt.message}`;
    } catch (e) {
      receipts[url] = `failed: ${e.message}`;
    }
  }
  return receipts;
}

const isPosted = (receipts) => Object.values(receipts).some((state) => state === 'posted');

/** Where and to which key: the profile decides; without one, the user's word does. */
export async function resolve(npub, relays, withoutProfile) {
  const profile = await findProfile(npub, relays);
  if (profile) {
    const open = profile.relays.filter((url) => url !== '');
    require(open.length > 0, 'the receiver\'s profile names no relay');
    return { receiver: { npub, scan: profile.scan ?? npub }, relays: open };
  }
  require(withoutProfile, 'the receiver has no profile on these relays; --no-profile sends to the bare npub');
  return { receiver: { npub, scan: npub }, relays };
}

/** Sends a rumor, whole or in parts, with what goes beside it: { replyRelay, acks }. */
export async function send(nsec, to, rumor, beside = {}) {
  const json = writeRumor(rumor);
  const id = readRumor(json, publicKey(nsec)).id;
  const acks = beside.acks?.length ? [{ type: 3, value: writeAcks(beside.acks) }] : [];
  const reply = beside.replyRelay && beside.replyRelay.length <= 120 ? [{ type: 13, value: ascii(beside.replyRelay) }] : [];
  const bodies = [];
  if (json.length <= full(header.DIRECT)) {
    const words = [{ type: 1, value: json }, ...reply];
    const room = 2032 - 98 - words.concat(acks).reduce((sum, tlv) => sum + 3 + tlv.value.length, 0);
    bodies.push(room >= 0 ? [...words, ...acks] : words.slice(0, 1));
    if (room < 0 && acks.length > 0) bodies.push(acks);
  } else {
    bodies.push(...splitRumor(json, header.DIRECT).map((value) => [{ type: 8, value }]));
    if (acks.length > 0) bodies.push(acks);
  }
  const receipts = [];
  for (const tlvs of bodies) receipts.push(await deliver(nsec, to.receiver, tlvs, to.relays));
  return { id, state: receipts.every(isPosted) ? 'posted' : 'failed', bodies: bodies.length, relays: receipts[0] };
}

/** Acknowledges rumors, as a contact's node does. */
export async function acknowledge(nsec, to, ids) {
  const receipts = await deliver(nsec, to.receiver, [{ type: 3, value: writeAcks(ids) }], to.relays);
  return { acked: ids, state: isPosted(receipts) ? 'posted' : 'failed' };
}

/** Reads one's messages. onMessage gets { id, from, kind, text, created_at, replyRelay, relay }, onAcks { from, ids }. */
export class Inbox {
  constructor(nsec, relays, { onMessage, onAcks }) {
    const npub = publicKey(nsec);
    Object.assign(this, { reader: { npub, scan: npub, secret: nsec }, relays, onMessage, onAcks });
    this.crowd = label(npub, DEPTH);
    this.opened = new Set(); // E whose body was opened
    this.rumors = new Set();
    this.parts = new Map();
  }

  /** Takes a header event that was met on a relay. Whatever is not right or not ours is dropped. */
  async header(url, event) {
    try {
      const { record, label: crowd, createdAt } = events.readHeaderEvent(event);
      const e = event.pubkey;
      if (crowd !== this.crowd || this.opened.has(e) || createdAt < now() - 2592000 || createdAt > now() + 1200) return;
      const plain = header.openDirect(record, crowd, Math.floor(createdAt / 86400), this.reader);
      if (!plain || plain.scheme !== header.DIRECT) return;
      const place = plain.relayIndex === 0 ? url : this.relays[plain.relayIndex - 1];
      if (!place) return;
      const content = events.readBodyEvent(await relay.byId(place, hex(plain.bodyId)));
      const text = body.openDirectBody(content, plain.sessionKey, plain.day, this.reader);
      if (this.opened.has(e)) return;
      this.opened.add(e);
      this.take(text, url);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }

  take(text, url) {
    const of = (type) => text.tlvs.filter((tlv) => tlv.type === type).map((tlv) => tlv.value);
    const replyRelay = of(13).map(readReplyRelay)[0] ?? null;
    const from = hex(text.writer);
    of(3).forEach((value) => this.onAcks({ from, ids: readAcks(value).direct }));
    of(1).forEach((json) => this.show(readRumor(json, text.writer), replyRelay, url));
    for (const value of of(8)) {
      if (!this.parts.has(from)) this.parts.set(from, new PartSets());
      const whole = this.parts.get(from).accept(readPart(value, header.DIRECT), now());
      if (whole) this.show(readRumor(whole, text.writer), replyRelay, url);
    }
  }

  show(rumor, replyRelay, url) {
    const key = rumor.pubkey + rumor.id;
    if (this.rumors.has(key)) return;
    this.rumors.add(key);
    const { id, kind, created_at, tags } = rumor;
    this.onMessage({ id, from: rumor.pubkey, kind, text: rumor.content, tags, created_at, scheme: 'direct', replyRelay, relay: url });
  }

  /** Everything that the relays have, then what arrives until the signal says stop. */
  async run(since, signal) {
    for (const url of this.relays) {
      relay.follow(url, { kinds: [events.HEADER], '#c': [this.crowd], since: now() - 1200 },
        (event) => this.header(url, event).catch((e) => console.error(e.message)), signal);
      const { headers, complete } = await relay.headers(url, this.crowd, since);
      if (!complete) console.error(`${url}: more headers in one slot than it gives in one answer; some may be missing`);
      for (const event of headers.reverse()) await this.header(url, event);
    }
  }
}
