// SPDX-License-Identifier: MIT
// As little of NIP-01 and NIP-11 as the tests need: EVENT, REQ, CLOSE, in memory, on a free port of this machine.
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

const matches = (event, f) => (!f.ids || f.ids.includes(event.id)) && (!f.kinds || f.kinds.includes(event.kind))
  && (!f.authors || f.authors.includes(event.pubkey)) && (!f.since || event.created_at >= f.since)
  && (f.until === undefined || event.created_at <= f.until)
  && Object.keys(f).filter((name) => name[0] === '#').every((name) =>
    event.tags.some((tag) => tag[0] === name[1] && f[name].includes(tag[1])));

/** Starts one: { url, events, close }. limit = the most events of one answer. */
export function startRelay({ limit = 500 } = {}) {
  const events = [];
  const http = createServer((_, response) => response.end(JSON.stringify({ limitation: { max_limit: limit } })));
  const server = new WebSocketServer({ server: http });
  const live = new Map();
  server.on('connection', (socket) => {
    live.set(socket, new Map());
    socket.on('close', () => live.delete(socket));
    socket.on('message', (data) => {
      const [word, first, ...filters] = JSON.parse(data.toString());
      const say = (...message) => socket.send(JSON.stringify(message));
      if (word === 'EVENT') {
        events.push(first);
        say('OK', first.id, true, '');
        for (const [other, subscriptions] of live) {
          for (const [name, wanted] of subscriptions) {
            if (wanted.some((f) => matches(first, f))) other.send(JSON.stringify(['EVENT', name, first]));
          }
        }
      } else if (word === 'REQ') {
        const found = events.filter((event) => filters.some((f) => matches(event, f)));
        found.sort((a, b) => b.created_at - a.created_at || (a.id < b.id ? -1 : 1));
        found.slice(0, Math.min(limit, ...filters.map((f) => f.limit ?? limit))).forEach((event) => say('EVENT', first, event));
        say('EOSE', first);
        live.get(socket).set(first, filters);
      } else {
        live.get(socket).delete(first);
      }
    });
  });
  const close = () => {
    server.clients.forEach((client) => client.terminate());
    return new Promise((done) => http.close(done));
  };
  return new Promise((resolve) => http.listen(0, '127.0.0.1', () =>
    resolve({ url: `ws://127.0.0.1:${http.address().port}`, events, close })));
}
