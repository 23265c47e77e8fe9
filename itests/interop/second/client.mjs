#!/usr/bin/env node
// SPDX-License-Identifier: MIT
// A small client for interoperability tests. Its secret stands on the command line: never use it with a key that matters.
import { parseArgs } from 'node:util';
import { Refused, fromHex, hex, isZero } from './lib/bytes.mjs';
import { publicKey } from './lib/crypto.mjs';
import { Inbox, acknowledge, now, publishProfile, resolve, send } from './lib/messenger.mjs';
import { readKey } from './lib/nip19.mjs';

const USAGE = `node client.mjs profile --relay URL… --secret HEX
node client.mjs send --relay URL… --secret HEX --to NPUB [--no-profile] [--reply-relay URL] [--ack ID…] TEXT (- = from stdin)
node client.mjs read --relay URL… --secret HEX [--count N] [--wait SECONDS] [--since UNIX] [--ack]
node client.mjs key --secret HEX
Output is one JSON object a line. Relay indices of headers count the --relay options of read.`;

const OPTIONS = {
  relay: { type: 'string', multiple: true, default: [] }, secret: { type: 'string' }, to: { type: 'string' },
  'no-profile': { type: 'boolean', default: false }, 'reply-relay': { type: 'string' },
  count: { type: 'string', default: '0' }, wait: { type: 'string', default: '0' }, since: { type: 'string' },
};

const print = (value) => console.log(JSON.stringify(value));

async function stdin() {
  const chunks = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

async function sendWord(nsec, options, text) {
  const to = await resolve(readKey(options.to), options.relay, options['no-profile']);
  const npub = hex(publicKey(nsec));
  const rumor = { pubkey: npub, created_at: now(), kind: 14, tags: [['p', hex(to.receiver.npub)]], content: text === '-' ? await stdin() : text };
  const result = await send(nsec, to, rumor, { replyRelay: options['reply-relay'], acks: options.ack });
  print(result);
  return result.state === 'posted' ? 0 : 75;
}

/** Reads until so many messages came, or for so long; acknowledges afterwards, as a contact does. */
async function readWord(nsec, options) {
  const stop = new AbortController();
  const messages = [];
  const inbox = new Inbox(nsec, options.relay, {
    onMessage: (message) => {
      messages.push(message);
      print(message);
      if (messages.length === Number(options.count)) stop.abort();
    },
    onAcks: (acks) => print({ acks: acks.ids, from: acks.from }),
  });
  const deadline = new Promise((resolveWait) => {
    const timer = setTimeout(resolveWait, 1000 * Number(options.wait));
    stop.signal.addEventListener('abort', () => { clearTimeout(timer); resolveWait(); });
  });
  await inbox.run(options.since ? Number(options.since) : now() - 2592000, stop.signal);
  await deadline;
  stop.abort();
  if (options.ack.length > 0) await acknowledgeAll(nsec, messages);
  return messages.length >= Number(options.count) ? 0 : 75;
}

async function acknowledgeAll(nsec, messages) {
  for (const from of new Set(messages.map((message) => message.from))) {
    const theirs = messages.filter((message) => message.from === from);
    // headers of one slot come in no order, so any reply relay is better than none
    const place = theirs.map((message) => message.replyRelay).findLast((url) => url !== null) ?? theirs.at(-1).relay;
    const { receiver } = await resolve(fromHex(from, 32), [place], true);
    print(await acknowledge(nsec, { receiver, relays: [place] }, theirs.map((message) => message.id)));
  }
}

async function main([word, ...args]) {
  const flag = { ack: word === 'read' ? { type: 'boolean', default: false } : { type: 'string', multiple: true, default: [] } };
  const { values, positionals } = parseArgs({ args, options: { ...OPTIONS, ...flag }, allowPositionals: true });
  const nsec = fromHex(values.secret ?? '', 32);
  if (isZero(nsec)) throw new Refused('a secret is not zero');
  const options = { ...values, ack: values.ack === true ? [''] : values.ack || [] };
  if (word === 'key') {
    print({ npub: hex(publicKey(nsec)) });
    return 0;
  }
  if (options.relay.length === 0) throw new Refused('--relay is needed');
  if (word === 'profile') {
    const receipts = await publishProfile(nsec, options.relay);
    print(receipts);
    return receipts.every((receipt) => receipt.accepted) ? 0 : 75;
  }
  if (word === 'send' && options.to && positionals.length === 1) return sendWord(nsec, options, positionals[0]);
  if (word === 'read') return readWord(nsec, options);
  throw new Refused(USAGE);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (e) {
  console.error(e.message);
  process.exitCode = e instanceof Refused || e instanceof TypeError ? 64 : 75;
}
