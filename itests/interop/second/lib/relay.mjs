// SPDX-License-Identifier: MIT
// A NIP-01 relay, one connection for each call: docs/protocol.md, section 2.
import WebSocket from 'ws';
import { Refused } from './bytes.mjs';

const TIMEOUT = 10_000;

/** Opens a connection, hands each message to the listener until it returns a value, closes. AUTH is never answered. */
function talk(url, first, listener, timeout = TIMEOUT) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { maxPayload: 1 << 20, handshakeTimeout: TIMEOUT });
    const end = (settle, value) => {
      clearTimeout(timer);
      socket.terminate();
      settle(value);
    };
    const timer = setTimeout(() => end(reject, new Error(`${url} did not answer within ${timeout / 1000} s`)), timeout);
    socket.on('open', () => socket.send(JSON.stringify(first)));
    socket.on('error', (e) => end(reject, new Error(`${url}: ${e.message}`)));
    socket.on('close', () => end(reject, new Error(`${url} closed the connection`)));
    socket.on('message', (data) => {
      try {
        const answer = listener(JSON.parse(data.toString()));
        if (answer !== undefined) end(resolve, answer);
      } catch (e) {
        end(reject, e);
      }
    });
  });
}

/** Posts an event: { accepted, message }. */
export const post = (url, event) => talk(url, ['EVENT', event], ([word, id, accepted, message]) =>
  (word === 'OK' && id === event.id ? { accepted: accepted === true, message: String(message ?? '') } : undefined));

/** All stored events of one filter. */
export function query(url, filter) {
  const found = [];
  return talk(url, ['REQ', 'q', filter], ([word, , event]) => {
    if (word === 'EVENT') found.push(event);
    if (word === 'CLOSED') throw new Error(`${url} refused to be asked: ${event}`);
    return word === 'EOSE' ? found : undefined;
  });
}

/** Events from now on, until the signal says stop. */
export function follow(url, filter, onEvent, signal) {
  const socket = new WebSocket(url, { maxPayload: 1 << 20, handshakeTimeout: TIMEOUT });
  signal.addEventListener('abort', () => socket.terminate());
  socket.on('open', () => socket.send(JSON.stringify(['REQ', 'f', filter])));
  socket.on('error', () => {}); // 'close' follows, and whoever waits has a deadline
  socket.on('message', (data) => {
    const [word, , event] = JSON.parse(data.toString());
    if (word === 'EVENT') onEvent(event);
  });
}

/** How many events one answer of a relay may have: NIP-11, at most 500. */
async function answerLimit(url) {
  try {
    const response = await fetch(url.replace(/^ws/, 'http'), {
      headers: { Accept: 'application/nostr+json' }, signal: AbortSignal.timeout(TIMEOUT),
    });
    return Math.min((await response.json()).limitation?.max_limit ?? 500, 500);
  } catch {
    return 500; // no such document
  }
}

/** Headers of a crowd, newest first; complete is false where one slot fills a whole answer. */
export async function headers(url, label, since) {
  const limit = await answerLimit(url);
  const seen = new Map();
  let complete = true;
  for (let until = Math.floor(Date.now() / 1000) + 1200; until >= since;) {
    const page = await query(url, { kinds: [4610], '#c': [label], since, until, limit });
    page.forEach((event) => seen.set(event.id, event));
    if (page.length < limit) break;
    const oldest = Math.min(...page.map((event) => event.created_at));
    const oneSlot = page.every((event) => event.created_at === oldest);
    complete &&= !oneSlot;
    // the oldest slot of a page may be cut: ask for it again, unless it alone fills the page
    until = oneSlot ? oldest - 1 : oldest;
  }
  return { headers: [...seen.values()], complete };
}

/** The event of an id, or refused. */
export async function byId(url, id) {
  const event = (await query(url, { ids: [id] })).find((one) => one.id === id);
  if (!event) throw new Refused('the relay does not have it');
  return event;
}
