// SPDX-License-Identifier: MIT
// node feed.mjs --relay URL [--since FILE] [--save FILE]: reads a relay's feed by the rules of C2SP and docs/protocol.md, and
// proves the checkpoint, that the newest tick is in it, that it continues the one in FILE, and that every record that is
// served is the one whose hash is signed, and that the tables of bodies are those of the newest tick. Prints one object; ends with 1 where something is wrong.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { eventId, rebuild } from './lib/event.mjs';
import * as feed from './lib/feed.mjs';

const { values } = parseArgs({
  options: { relay: { type: 'string' }, since: { type: 'string' }, save: { type: 'string' } },
});
const address = values.relay.replace(/^ws/, 'http').replace(/\/$/, '');

async function get(path, headers = {}) {
  const response = await fetch(path, { headers, redirect: 'error' });
  assert.equal(response.status, 200, path);
  return Buffer.from(await response.arrayBuffer());
}

const document = JSON.parse(await get(address, { Accept: 'application/nostr+json' }));
const base = `${document.throng.prefix || address}/throng/v1`;
const key = feed.readKey(document.throng.key);
assert.ok(key, 'the verifier key');

const note = (await get(`${base}/ticks/checkpoint`)).toString('utf8');
const head = feed.readCheckpoint(note, key);
assert.ok(head, 'the checkpoint is signed');
const ticks = new feed.Tiles(head.size, (path) => get(`${base}/ticks/${path}`));
assert.ok((await ticks.root()).equals(head.root), 'the tiles lead to the signed root');

const last = head.size - 1n;
const bundle = await get(`${base}/ticks/${feed.tilePath('entries', last / 256n, head.size)}`);
const entry = feed.readBundle(bundle, Number(last % 256n) + 1).at(-1);
const inclusion = await ticks.inclusion(last);
assert.ok(feed.verifyInclusion(feed.leaf(entry), last, head.size, inclusion, head.root), 'the newest tick is in it');
const tick = feed.readTick(entry);
assert.ok(tick, 'a tick');

let since = null;
if (values.since) {
  const earlier = feed.readCheckpoint(readFileSync(values.since, 'utf8'), key);
  assert.ok(earlier, 'the earlier checkpoint is signed by the same key');
  const proof = await ticks.consistency(earlier.size);
  assert.ok(feed.verifyConsistency(earlier.size, earlier.root, head.size, head.root, proof), 'it continues the earlier one');
  since = Number(earlier.size);
}
if (values.save) writeFileSync(values.save, note);

const crowds = feed.readCrowds(await get(`${base}/crowds/${tick.number}`));
assert.ok(crowds, 'the crowds');
assert.ok(feed.root(crowds.map((crowd) => crowd.leaf)).equals(tick.root), 'the crowds are those of the tick');
const records = [];
for (const crowd of crowds) {
  for (const lane of crowd.lanes) {
    const log = `${base}/${crowd.label.replace(':', '_')}/${lane.id}`;
    const tree = new feed.Tiles(lane.size, (path) => get(`${log}/${path}`));
    if (lane.minimum === lane.size) continue;
    assert.ok((await tree.root()).equals(lane.root), 'the tiles of a lane lead to its root');
    for (let n = lane.minimum / 256n; n * 256n < lane.size; n++) {
      const hashes = await tree.tile(0n, n);
      const path = await tree.inclusion(n * 256n);
      assert.ok(feed.verifyInclusion(hashes[0], n * 256n, lane.size, path, lane.root), 'a tile is in the tree');
      const entries = feed.readBundle(await get(`${log}/${feed.tilePath('entries', n, lane.size)}`), hashes.length);
      const tags = await get(`${log}/${feed.tilePath('tags', n, lane.size)}`);
      entries.forEach((record, i) => {
        assert.equal(record.length, 128);
        assert.ok(feed.leaf(record).equals(hashes[i]), 'a record is the one whose hash is signed');
        assert.ok(record.subarray(32, 40).equals(tags.subarray(8 * i, 8 * i + 8)), 'a view tag is that of its record');
        records.push(record.subarray(0, 32).toString('hex'));
      });
    }
  }
}
let bodies = 0;
if (tick.tables) {
  const tables = feed.readTables(await get(`${base}/tables/${tick.number}`));
  assert.ok(tables && feed.root(tables.map((table) => table.leaf)).equals(tick.tables), 'the tables are those of the tick');
  for (const table of tables) {
    const folder = `${base}/${table.label.replace(':', '_')}/table/${tick.number}`;
    const parts = async (name, together) => {
      const all = [];
      for (let n = 0; n * together < table.rows; n++) all.push(await get(`${folder}/${name}/${n}`));
      return Buffer.concat(all);
    };
    const [ids, rows] = [await parts('ids', 4096), await parts('rows', 256)];
    assert.deepEqual([ids.length, rows.length], [table.rows * 32, table.rows * 2088], 'a table is whole');
    const each = Array.from({ length: table.rows }, (_, i) => ids.subarray(32 * i, 32 * i + 32));
    assert.ok(feed.root(each.map(feed.leaf)).equals(table.root), 'the ids are those whose root is signed');
    each.forEach((id, i) => {
      assert.ok(i === 0 || Buffer.compare(each[i - 1], id) < 0, 'ids are in order, each once');
      const row = rows.subarray(2088 * i, 2088 * i + 2088);
      const event = rebuild(4611, Number(row.readBigUInt64BE(32)), row.subarray(0, 32), table.label, row.subarray(40));
      assert.ok(Buffer.from(eventId(event)).equals(id), 'a row is the body of its id');
      bodies++;
    });
  }
}
console.log(JSON.stringify({ ticks: Number(head.size), since, tick: Number(tick.number), depth: tick.depth, records, bodies }));
