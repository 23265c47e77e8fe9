// SPDX-License-Identifier: MIT
// Somebody whose client is nostr-tools, with NIP-17. RELAY=ws://… SECRET=hex node nip17.mjs WORD …
//   list           says where they read (kind 10050)
//   lists NPUBHEX  prints the relays of somebody's kind 10050, one a line
//   send HEX TEXT  writes to somebody
//   read COUNT     waits for so many messages and prints the rumors, one a line
import { nip17 } from 'nostr-tools';
import { finalizeEvent, getPublicKey } from 'nostr-tools/pure';
import { Relay, useWebSocketImplementation } from 'nostr-tools/relay';
import WebSocket from 'ws';

useWebSocketImplementation(WebSocket);
const url = process.env.RELAY;
const secret = Uint8Array.from(Buffer.from(process.env.SECRET ?? '', 'hex'));
const [word, first, second] = process.argv.slice(2);

/** The events there are and come, until there are enough. */
function found(relay, filter, enough) {
  return new Promise((resolve) => {
    const events = [];
    const done = () => {
      resolve(events);
      subscription.close();
    };
    const subscription = relay.subscribe([filter], {
      onevent: (event) => {
        events.push(event);
        if (events.length === enough) done();
      },
      oneose: () => {
        if (enough === 0) done();
      },
    });
  });
}

const relay = await Relay.connect(url);
switch (word) {
  case 'list': {
    const now = Math.floor(Date.now() / 1000);
    await relay.publish(finalizeEvent({ kind: 10050, created_at: now, tags: [['relay', url]], content: '' }, secret));
    break;
  }
  case 'lists':
    for (const event of await found(relay, { kinds: [10050], authors: [first] }, 0)) {
      event.tags.forEach((tag) => console.log(tag[1]));
    }
    break;
  case 'send':
    await relay.publish(nip17.wrapEvent(secret, { publicKey: first }, second));
    break;
  case 'read':
    for (const wrap of await found(relay, { kinds: [1059], '#p': [getPublicKey(secret)] }, Number(first))) {
      console.log(JSON.stringify(nip17.unwrapEvent(wrap, secret)));
    }
    break;
  default:
    console.error('usage: node nip17.mjs list|lists|send|read …');
    process.exitCode = 64;
}
relay.close();
