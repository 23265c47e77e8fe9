// SPDX-License-Identifier: MIT
// Checks docs/vectors (our own data, MIT) with this implementation: node --test vectors.mjs
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ascii, fromBase64, hex, isZero, join, u8 } from './lib/bytes.mjs';
import * as body from './lib/body.mjs';
import { depthInUse, isLabel, label } from './lib/crowd.mjs';
import { agree, hkdf, hmac, openOnce, publicKey, sha256, sign, taggedHash, withEvenY } from './lib/crypto.mjs';
import * as events from './lib/event.mjs';
import * as feed from './lib/feed.mjs';
import * as file from './lib/file.mjs';
import * as header from './lib/header.mjs';
import * as hedge from './lib/hedge.mjs';
import { readProfile } from './lib/profile.mjs';
import { PartSets, readPart, readRumor, splitRumor, writeRumor } from './lib/rumor.mjs';
import * as session from './lib/session.mjs';
import * as tlv from './lib/tlv.mjs';

const DAY = 20416;
const bytes = (text) => Uint8Array.from(Buffer.from(text, 'hex'));
const load = (name) => JSON.parse(readFileSync(new URL(`../../../docs/vectors/${name}.json`, import.meta.url), 'utf8'));

/** The result of fn, or null where it refuses. */
function attempt(fn) {
  try {
    return fn();
  } catch (e) {
    if (e.constructor.name !== 'Refused') throw e;
    return null;
  }
}

/** Runs the cases of a file that apply; check gives a value that is not null where the case is taken. */
function scenario(name, applies, check) {
  for (const c of load(name).cases.filter((one) => applies(one.given, one))) {
    test(`${name}: ${c.name}`, () => {
      const taken = attempt(() => check(c.given, c.values, c));
      assert.equal(taken !== null && taken !== undefined && taken !== false, c.expect === 'ok', c.why);
    });
  }
}

scenario('labels', (g) => 'announced' in g, (g, v) => {
  assert.equal(depthInUse(g.announced, g.days), v.depth);
  return true;
});
scenario('labels', (g) => 'npub' in g, (g, v) => {
  assert.equal(hex(taggedHash('throng/crowd', bytes(g.npub))), v.taggedHash);
  assert.equal(label(bytes(g.npub), g.depth), v.label);
  return true;
});
scenario('labels', (g) => 'label' in g, (g) => isLabel(g.label));

scenario('ephemeral', () => true, (g, v) => {
  if (g.okm) {
    assert.equal(hex(hedge.toScalar(bytes(g.okm))), v.beforeNegation);
    return true;
  }
  const [random, nsec] = [() => bytes(g.rand), bytes(g.nsec)];
  const receiver = g.receiver && bytes(g.receiver);
  if (g.plain) {
    const e = hedge.headerSecret(random, nsec, receiver, bytes(g.plain), g.label);
    assert.equal(hex(e), v.beforeNegation);
    assert.equal(hex(withEvenY(e)), v.secret);
    assert.equal(hex(publicKey(e)), v.E);
  } else if (g.authenticated) {
    assert.equal(hex(hedge.sessionKey(random, nsec, receiver, bytes(g.authenticated))), v.sessionKey);
  } else if (g.ek) {
    assert.equal(hex(hedge.kemMessage(random, nsec, receiver, bytes(g.ek))), v.kemM);
  } else if (g.file) {
    assert.equal(hex(hedge.fileKey(random, nsec, receiver, sha256(bytes(g.file)))), v.fileKey);
  } else {
    assert.equal(hex(withEvenY(hedge.bodySecret(random, nsec, bytes(g.content)))), v.bodySecret);
  }
  return true;
});

function directHeader(g, v) {
  const secret = bytes(g.receiverSecret);
  const reader = { npub: bytes(g.receiver), scan: publicKey(secret), secret };
  const record = bytes(g.record);
  const opened = header.openDirect(record, g.label, g.logDay, reader);
  if (opened) {
    const plain = header.writePlain(opened);
    assert.equal(hex(plain), v.plain);
    const shared = agree(secret, record.subarray(0, 32));
    assert.equal(hex(shared), v.S);
    const keys = header.directKeys(shared, record.subarray(0, 32), reader.scan, reader.npub);
    assert.equal(hex(keys.enc) + hex(keys.mac), v.kEnc + v.kMac);
    assert.deepEqual(header.seal(keys, record.subarray(0, 32), header.viewTag(shared), plain, g.label), record);
  }
  return opened;
}
scenario('header-direct', () => true, directHeader);
scenario('scan-key', (g) => 'record' in g, directHeader);

scenario('header-tagged', () => true, (g, v) => {
  const opened = header.openTagged(bytes(g.record), g.label, g.logDay, bytes(g.mk), bytes(g.receiver));
  if (opened) assert.equal(hex(header.writePlain(opened)), v.plain);
  return opened;
});

function directBody(g, v) {
  const reader = { npub: bytes(g.receiver), secret: bytes(g.receiverSecret) };
  const [content, key] = [bytes(g.content), bytes(g.sessionKey)];
  const text = body.openDirectBody(content, key, g.day ?? DAY, reader);
  const plain = body.openLayer(body.outerKey(key), content);
  assert.equal(hex(plain), v.plain);
  assert.deepEqual(body.sealBody(key, plain), content);
  if (v.tlvs) {
    assert.deepEqual(text.tlvs.map((t) => ({ type: t.type, value: hex(t.value) })), v.tlvs);
    assert.deepEqual(text.tlvs.filter((t) => t.type === 1).map((t) => readRumor(t.value, text.writer).id), v.rumorIds);
  }
  return text;
}
for (const name of ['body-direct', 'scan-key', 'courier', 'body-pq']) {
  scenario(name, (g) => 'content' in g && g.scheme === header.DIRECT, directBody);
}

scenario('body-tagged', () => true, (g, v) => {
  const plain = body.openLayer(body.outerKey(bytes(g.sessionKey)), bytes(g.content));
  const proof = hmac(bytes(g.mk), u8(3));
  const text = body.checkPlaintext(plain, header.TAGGED, false, bytes(g.receiver),
    (t) => body.authKey(proof, bytes(g.sessionKey), t.writer, bytes(g.receiver)));
  assert.equal(hex(plain), v.plain);
  return text;
});

// without ML-KEM: the outer layer and the plaintext of the good bodies, the inner layer where the vector gives the secret
for (const name of ['body-pq', 'scan-key', 'courier']) {
  scenario(name, (g, c) => 'kemSeeds' in g && c.expect === 'ok', (g, v) => {
    const layer = body.openLayer(body.outerKey(bytes(g.sessionKey)), bytes(g.content));
    if (v.ss) {
      const ct = layer.subarray(0, 1088);
      const info = join(ascii('inner'), bytes(v.ekSha256), sha256(ct));
      const kIn = hkdf(join(bytes(g.sessionKey), bytes(v.ss)), 'throng/v1/body', info, 32);
      assert.equal(hex(kIn), v.kIn);
      assert.equal(hex(openOnce(kIn, 'throng/v1/body', layer.subarray(1088))), v.plain);
    }
    assert.equal(layer.length - 1088 - 16, v.plain.length / 2);
    return body.checkPlaintext(bytes(v.plain), header.PQ, layer.length > 2048, bytes(g.receiver), (text) => {
      const shared = agree(bytes(g.receiverSecret), body.agreeing(text, header.PQ, g.day ?? DAY));
      return body.authKey(shared, bytes(g.sessionKey), text.writer, bytes(g.receiver));
    });
  });
}

scenario('parts', () => true, (g, v) => {
  const sets = new PartSets();
  let whole = null;
  g.parts.forEach((value, at) => {
    const part = attempt(() => readPart(bytes(value), g.scheme));
    whole = part && sets.accept(part, at);
  });
  if (!whole) return null;
  const rumor = readRumor(whole, bytes(g.A));
  assert.equal(hex(whole), v.rumor);
  assert.equal(rumor.id, v.id);
  for (const part of splitRumor(whole, g.scheme)) assert(g.parts.includes(hex(part)));
  return rumor;
});

scenario('acks', () => true, (g, v) => {
  assert.deepEqual((g.acks === undefined ? tlv.readFloor(bytes(g.floor)) : tlv.readAcks(bytes(g.acks))), v);
  return true;
});

scenario('rumor', () => true, (g, v) => {
  const rumor = readRumor(bytes(g.json), bytes(g.A));
  assert.equal(rumor.id, v.id);
  assert.deepEqual(readRumor(writeRumor(rumor), bytes(g.A)), rumor);
  return rumor;
});

scenario('files', () => true, (g, v) => {
  if (g.chunks) {
    assert.equal(file.padme(g.chunks), v.padded);
  } else if ('j' in g) {
    assert.equal(hex(file.chunkKey(bytes(g.fileKey), g.j, g.n)), v.key);
  } else if (g.size) {
    const blocks = Array.from({ length: Math.ceil(g.size / 32) }, (_, i) => sha256(ascii(`throng vector file${i || ''}`)));
    const whole = join(...blocks).subarray(0, g.size);
    assert.equal(hex(sha256(whole)), v.fileSha256);
    const n = file.chunks(g.size);
    assert.equal(n, v.chunkSha256.length);
    for (let j = 0; j < n; j++) {
      const sealed = file.sealChunk(bytes(g.fileKey), j, n, whole);
      assert.equal(hex(sha256(sealed)), v.chunkSha256[j]);
      assert.deepEqual(file.openChunk(bytes(g.fileKey), j, n, sealed).subarray(0, 9), whole.subarray(j * file.CHUNK).subarray(0, 9));
    }
  } else {
    const json = bytes(g.rumor);
    const rumor = readRumor(json, bytes(JSON.parse(Buffer.from(json)).pubkey));
    assert.deepEqual({ ...file.readManifest(rumor), id: rumor.id }, v);
  }
  return true;
});

scenario('scan-key', (g) => 'certificate' in g, (g, v) => {
  const read = tlv.readCertificate(bytes(g.certificate), bytes(g.npub), g.now);
  assert.equal(hex(read.scan), v.scan);
  assert.equal(Number(read.until), v.until);
  const { senderSecret, aux } = load('scan-key').inputs;
  assert.equal(hex(tlv.writeCertificate(read.scan, read.until, bytes(g.npub), bytes(senderSecret), bytes(aux))), g.certificate);
  return read;
});

scenario('session', (g) => 'record' in g, (g, v) => {
  const read = tlv.readShareRecord(bytes(g.record));
  const text = (value) => value && hex(value);
  assert.deepEqual({ to: hex(read.to), e: read.e, share: text(read.share), kemId: text(read.kemId), have: hex(read.have) }, v);
  return read;
});
scenario('session', (g) => 'previousRoot' in g, (g, v) => {
  const side = (s) => Object.fromEntries(Object.entries(s).map(([name, value]) => [name, value && bytes(value)]));
  const [first, second] = [side(g.first), side(g.second)];
  const got = session.root(g.e, bytes(g.previousRoot), first, second, (s) => publicKey(s.staticSecret));
  assert.equal(got.lower === first ? 'first' : 'second', v.lower);
  assert.deepEqual([hex(got.ikm), hex(got.info), hex(got.root)], [v.ikm, v.info, v.root]);
  for (const [start, chain] of [[got.loBlock, v.chainOfLower], [got.hiBlock, v.chainOfHigher]]) {
    let block = start;
    for (const expected of chain) {
      assert.equal(hex(block), expected.block);
      for (const key of expected.keys) {
        const { ck, mk, tag, auth03 } = session.chainKeys(block, key.i);
        assert.deepEqual([hex(ck), hex(mk), hex(tag), hex(auth03)], [key.ck, key.mk, key.tag, key.auth03]);
      }
      block = session.nextBlock(block);
    }
  }
  return true;
});

scenario('events', () => true, (g, v) => {
  const target = g.target ?? 0;
  const read = g.header && events.readHeaderEvent(g.header, target);
  if (g.body) events.readBodyEvent(g.body, target);
  if (read) assert.equal(hex(read.record), v.record);
  if (g.header && g.body && !g.kemSeeds) wholeMessage(g, v, read.label);
  return true;
});

/** The same random bytes make the same events. */
function wholeMessage(g, v, crowd) {
  const [nsec, receiver] = [bytes(v.senderSecret), publicKey(bytes(g.receiverSecret))];
  const a = publicKey(nsec);
  const random = (name) => () => bytes(v.random[name]);
  const { tlvs } = body.readPlaintext(bytes(v.bodyPlain));
  const rest = body.writeRest(tlvs, 2032);
  const text = body.authenticated(header.DIRECT, a, receiver, rest);
  const key = hedge.sessionKey(random('session'), nsec, receiver, text);
  const mac = body.authenticator(body.authKey(agree(nsec, receiver), key, a, receiver), text);
  const content = body.sealBody(key, join(u8(1), a, mac, rest));
  assert.deepEqual(content, fromBase64(g.body.content));
  const bodySecret = hedge.bodySecret(random('body'), nsec, content);
  const bodyEvent = events.signEvent(events.bodyFields(content, 1764000000, crowd), bodySecret, bytes(v.random.auxBody));
  assert.deepEqual(bodyEvent, g.body);
  const plain = header.writePlain({ sessionKey: key, bodyId: bytes(bodyEvent.id), scheme: 1, day: DAY, relayIndex: 0 });
  const e = withEvenY(hedge.headerSecret(random('eph'), nsec, receiver, plain, crowd));
  const shared = agree(e, receiver);
  const record = header.seal(header.directKeys(shared, publicKey(e), receiver, receiver), publicKey(e), header.viewTag(shared), plain, crowd);
  assert.deepEqual(events.signEvent(events.headerFields(record, 1764000000, crowd), e, bytes(v.random.auxHeader)), g.header);
}

scenario('profile', () => true, (g, v) => {
  const read = readProfile(g.event);
  const got = {
    relays: read.relays, schemes: read.schemes, price: read.price, pir: read.pir, scan: read.scan && hex(read.scan),
    kemSha256: read.kem && hex(sha256(read.kem.key)), kemUntil: read.kem?.until,
  };
  for (const [name, value] of Object.entries(v)) assert.deepEqual(got[name], value, name);
  return read;
});

scenario('courier', (g) => 'value' in g, (g, v) => {
  assert.deepEqual(tlv.readCouriered(bytes(g.value)), v);
  return true;
});

test('a signature with zero auxiliary bytes is BIP-340', () => {
  // row 0 of BIP-340's own table
  const secret = bytes('3'.padStart(64, '0'));
  assert.equal(hex(sign(new Uint8Array(32), secret, new Uint8Array(32))).slice(0, 16), 'e907831f80848d10');
  assert(!isZero(publicKey(secret)));
});

scenario('feed', (g) => 'path' in g, (g, v) => {
  const tile = feed.readTile(g.path);
  if (tile && v) assert.deepEqual({ ...tile, index: Number(tile.index) }, v);
  return tile;
});
scenario('feed', (g) => 'log' in g, (g) => feed.readLog(g.log));
scenario('feed', (g) => 'entry' in g, (g, v) => hex(feed.leaf(bytes(g.entry))) === v.leaf);
scenario('feed', (g) => 'bundle' in g, (g, v) => {
  const entries = feed.readBundle(Buffer.from(g.bundle, 'hex'), g.width);
  if (entries && v) {
    assert.equal(hex(feed.root(entries.map(feed.leaf))), v.root);
    assert.equal(hex(join(...entries.map((entry) => entry.subarray(32, 40)))), v.tags);
  }
  return entries;
});
const hashes = (list) => list.map((one) => Buffer.from(one, 'hex'));
scenario('feed', (g) => 'inclusionRoot' in g, (g) => {
  const [leaf, root] = hashes([g.leaf, g.inclusionRoot]);
  return feed.verifyInclusion(leaf, BigInt(g.index), BigInt(g.size), hashes(g.proof), root);
});
scenario('feed', (g) => 'consistencyRoot' in g, (g) => {
  const [old, root] = hashes([g.oldRoot, g.consistencyRoot]);
  return feed.verifyConsistency(BigInt(g.old), old, BigInt(g.size), root, hashes(g.proof));
});
scenario('feed', (g) => 'crowds' in g, (g, v) => {
  const crowds = feed.readCrowds(Buffer.from(g.crowds, 'hex'));
  if (crowds && v) {
    assert.equal(hex(feed.root(crowds.map((crowd) => crowd.leaf))), v.crowdsRoot);
    assert.equal(crowds.reduce((sum, crowd) => sum + crowd.lanes.length, 0), v.lanes);
  }
  return crowds;
});
scenario('feed', (g) => 'tables' in g, (g, v) => {
  const tables = feed.readTables(Buffer.from(g.tables, 'hex'));
  if (tables && v) {
    assert.equal(hex(feed.root(tables.map((table) => table.leaf))), v.tablesRoot);
    assert.equal(tables.reduce((sum, table) => sum + table.rows, 0), v.rows);
  }
  return tables;
});
scenario('feed', (g) => 'tick' in g, (g, v) => {
  const tick = feed.readTick(Buffer.from(g.tick, 'hex'));
  if (tick && v) {
    assert.equal(Number(tick.number), v.number);
    assert.deepEqual([tick.depth, tick.meanDelay, hex(tick.root), tick.proofTarget], [v.depth, v.meanDelay, v.tickRoot, v.proofTarget]);
    if (v.tables) assert.deepEqual([hex(tick.tables), tick.tableSpan], [v.tables, v.tableSpan]);
    assert.deepEqual([tick.next?.depth, tick.next && Number(tick.next.from)], [v.nextDepth, v.nextFrom]);
  }
  return tick;
});
scenario('feed', (g) => 'before' in g, (g) => {
  const [before, after] = hashes([g.before, g.after]).map(feed.readTick);
  return feed.follows(before, after);
});
scenario('feed', (g) => 'note' in g, (g, v) => {
  const head = feed.readCheckpoint(g.note, feed.readKey(g.key));
  if (head && v) assert.deepEqual([head.origin, Number(head.size), hex(head.root)], [v.origin, v.size, v.checkpointRoot]);
  return head;
});
