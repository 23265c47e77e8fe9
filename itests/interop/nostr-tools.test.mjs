// SPDX-License-Identifier: MIT
// Our relay with a client that we did not write: RELAY=ws://… node --test nostr-tools.test.mjs
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { finalizeEvent, generateSecretKey, getPublicKey } from 'nostr-tools/pure';
import { Relay, useWebSocketImplementation } from 'nostr-tools/relay';
import WebSocket from 'ws';

useWebSocketImplementation(WebSocket);
const url = process.env.RELAY;
const now = () => Math.floor(Date.now() / 1000);

function event(secret, kind, tags = [], content = '', created_at = now()) {
  return finalizeEvent({ kind, tags, content, created_at }, secret);
}

function query(relay, filter) {
  return new Promise((resolve, reject) => {
    const found = [];
    const subscription = relay.subscribe([filter], {
      onevent: (e) => found.push(e),
      oneose: () => {
        resolve(found); // closing calls onclose too
        subscription.close();
      },
      onclose: (reason) => reject(new Error(reason)),
    });
  });
}

test('publishes and finds events of many kinds', async () => {
  const relay = await Relay.connect(url);
  const secret = generateSecretKey();
  const author = getPublicKey(secret);
  for (const kind of [1, 7, 1984, 9735, 40000]) {
    await relay.publish(event(secret, kind, [['t', 'throng']], `kind ${kind} "\\\n\u2028é🙂`));
  }
  const found = await query(relay, { authors: [author] });
  assert.equal(found.length, 5);
  assert.equal((await query(relay, { '#t': ['throng'], authors: [author], kinds: [7] })).length, 1);
  assert.equal((await query(relay, { ids: [found[0].id] }))[0].content, found[0].content);
  relay.close();
});

test('hears live events, and ephemeral ones only live', async () => {
  const reader = await Relay.connect(url);
  const writer = await Relay.connect(url);
  const secret = generateSecretKey();
  const heard = [];
  const both = new Promise((resolve) => {
    reader.subscribe([{ authors: [getPublicKey(secret)] }], {
      onevent: (e) => {
        heard.push(e.kind);
        if (heard.length === 2) resolve();
      },
      oneose: async () => {
        await writer.publish(event(secret, 1));
        await writer.publish(event(secret, 20001));
      },
    });
  });
  await both;
  assert.deepEqual(heard.sort(), [1, 20001]);
  assert.equal((await query(writer, { authors: [getPublicKey(secret)] })).length, 1);
  reader.close();
  writer.close();
});

test('replaces, deletes, expires', async () => {
  const relay = await Relay.connect(url);
  const secret = generateSecretKey();
  const author = getPublicKey(secret);
  await relay.publish(event(secret, 0, [], '{"name":"old"}', now() - 10));
  await relay.publish(event(secret, 0, [], '{"name":"new"}'));
  const profiles = await query(relay, { authors: [author], kinds: [0] });
  assert.deepEqual(profiles.map((e) => e.content), ['{"name":"new"}']);
  const note = event(secret, 1, [], 'to be deleted');
  await relay.publish(note);
  await relay.publish(event(secret, 5, [['e', note.id]]));
  assert.equal((await query(relay, { ids: [note.id] })).length, 0);
  await assert.rejects(relay.publish(event(secret, 1, [['expiration', String(now() - 5)]], 'late')));
  relay.close();
});

test('refuses with a reason what is not right', async () => {
  const relay = await Relay.connect(url);
  const secret = generateSecretKey();
  const forged = { ...event(secret, 1, [], 'a'), content: 'b' };
  await assert.rejects(relay.publish(forged), /invalid:/);
  await assert.rejects(relay.publish(event(secret, 4610, [['c', '00:']], 'AAAA')), /invalid:/);
  await assert.rejects(relay.publish(event(secret, 1, [['-']], 'protected')), /auth-required:|restricted:|blocked:/);
  relay.close();
});

test('keeps wraps for their reader, who proves the key (NIP-42)', async () => {
  const reader = generateSecretKey();
  const writer = await Relay.connect(url);
  const wrap = event(generateSecretKey(), 1059, [['p', getPublicKey(reader)]], 'sealed');
  await writer.publish(wrap);
  const filter = { kinds: [1059], '#p': [getPublicKey(reader)] };
  await query(writer, filter).then(
    (found) => assert.equal(found.length, 0),
    (refused) => assert.match(refused.message, /auth-required:/),
  );
  const relay = await Relay.connect(url);
  await new Promise((resolve) => setTimeout(resolve, 200));
  await relay.auth(async (template) => finalizeEvent(template, reader));
  assert.equal((await query(relay, filter)).length, 1);
  writer.close();
  relay.close();
});
