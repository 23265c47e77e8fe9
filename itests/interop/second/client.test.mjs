// SPDX-License-Identifier: MIT
// The client against itself over a small relay, as separate processes.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startRelay } from './tiny-relay.mjs';

const CLIENT = fileURLToPath(new URL('client.mjs', import.meta.url));
const secret = (name) => createHash('sha256').update(name).digest('hex');
const [alice, bob, carol] = ['alice', 'bob', 'carol'].map(secret);
let relay;
let other;

/** Runs the client: { code, lines, err }. */
function run(...args) {
  return new Promise((resolve) => {
    execFile(process.execPath, [CLIENT, ...args], { timeout: 30_000 }, (error, out, err) => resolve({
      code: error ? error.code : 0, lines: out.trim().split('\n').filter(Boolean).map((line) => JSON.parse(line)), err,
    }));
  });
}

const npub = async (key) => (await run('key', '--secret', key)).lines[0].npub;
const read = (key, count, ...more) => run('read', '--relay', relay.url, '--secret', key, '--count', String(count), '--wait', '10', ...more);

before(async () => {
  relay = await startRelay();
  other = await startRelay();
});
after(() => Promise.all([relay.close(), other.close()]));

test('a message to the bare npub reaches its reader and nobody else', async () => {
  const sent = await run('send', '--relay', relay.url, '--secret', alice, '--to', await npub(bob), '--no-profile', 'hello 👋');
  assert.equal(sent.code, 0, sent.err);
  assert.equal(sent.lines[0].state, 'posted');
  const got = await read(bob, 1);
  assert.equal(got.code, 0, got.err);
  assert.equal(got.lines[0].text, 'hello 👋');
  assert.equal(got.lines[0].id, sent.lines[0].id);
  assert.equal(got.lines[0].from, await npub(alice));
  const stranger = await run('read', '--relay', relay.url, '--secret', carol);
  assert.deepEqual(stranger.lines, []);
});

test('without a profile or the user\'s word nothing is sent', async () => {
  const before = relay.events.length;
  const sent = await run('send', '--relay', relay.url, '--secret', alice, '--to', await npub(carol), 'x');
  assert.equal(sent.code, 64);
  assert.match(sent.err, /no profile/);
  assert.equal(relay.events.length, before);
});

test('a profile says where to post, and a long text travels in parts', async () => {
  assert.equal((await run('profile', '--relay', other.url, '--secret', carol)).code, 0);
  const profile = other.events.at(-1);
  relay.events.push(profile);
  const words = 'long '.repeat(1000);
  const sent = await run('send', '--relay', relay.url, '--secret', alice, '--to', await npub(carol), words);
  assert.equal(sent.code, 0, sent.err);
  assert.equal(sent.lines[0].bodies, 3);
  assert.deepEqual(Object.keys(sent.lines[0].relays), [other.url]);
  const got = await run('read', '--relay', other.url, '--secret', carol, '--count', '1', '--wait', '10');
  assert.equal(got.lines[0].text, words);
});

test('the reader acknowledges to the reply relay, and the sender sees it', async () => {
  const sent = await run('send', '--relay', relay.url, '--secret', alice, '--to', await npub(bob), '--no-profile',
    '--reply-relay', other.url, 'please answer there');
  const got = await read(bob, 2, '--ack');
  assert.equal(got.lines.find((line) => line.id === sent.lines[0].id).replyRelay, other.url);
  const seen = await run('read', '--relay', other.url, '--secret', alice);
  const acks = seen.lines.flatMap((line) => line.acks ?? []);
  assert(acks.includes(sent.lines[0].id.slice(0, 16)), JSON.stringify({ seen, got }));
});

test('a message that arrives while the reader waits is shown', async () => {
  const waiting = run('read', '--relay', other.url, '--secret', carol, '--count', '2', '--wait', '20');
  const sent = await run('send', '--relay', relay.url, '--secret', bob, '--to', await npub(carol), 'just now');
  assert.equal(sent.code, 0, sent.err);
  assert.equal((await waiting).lines.at(-1).text, 'just now');
});

test('a relay that copies events makes no second message of them', async () => {
  for (const event of other.events) if (!relay.events.includes(event)) relay.events.push(event);
  const both = await run('read', '--relay', relay.url, '--relay', other.url, '--secret', carol);
  assert.equal(both.lines.filter((line) => line.text === 'just now').length, 1);
});

test('events of a message are well formed and share nothing', async () => {
  const bodies = relay.events.filter((event) => event.kind === 4611);
  const headers = relay.events.filter((event) => event.kind === 4610);
  assert(bodies.length > 0 && headers.length > 0);
  for (const event of [...bodies, ...headers]) {
    assert.equal(event.created_at % 600, 0);
    assert.deepEqual(event.tags.map((tag) => tag[0]), ['c', 'expiration']);
  }
  assert.equal(new Set([...bodies, ...headers].map((event) => event.pubkey)).size, new Set([...bodies, ...headers].map((event) => event.id)).size);
  assert(bodies.every((event) => event.content.length === 2732));
});

test('a window that one slot fills is reported as incomplete', async () => {
  const narrow = await startRelay({ limit: 3 });
  try {
    for (let i = 0; i < 4; i++) {
      await run('send', '--relay', narrow.url, '--secret', alice, '--to', await npub(bob), '--no-profile', `n${i}`);
    }
    const got = await run('read', '--relay', narrow.url, '--secret', bob);
    assert.match(got.err, /some may be missing/);
  } finally {
    await narrow.close();
  }
});

test('wrong usage is explained', async () => {
  for (const args of [[], ['send'], ['read', '--secret', alice], ['read', '--secret', 'zz', '--relay', relay.url]]) {
    const result = await run(...args);
    assert.equal(result.code, 64);
    assert(result.err.length > 10);
  }
});
