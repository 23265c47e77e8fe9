// SPDX-License-Identifier: MIT
// A relay that we did not write: @nostr-relay/core with its SQLite repository on a file.
// node peer-relay.mjs PORT FILE: prints 'listening' when it is, on the loopback interface.
import { NostrRelay } from '@nostr-relay/core';
import { EventRepositorySqlite } from '@nostr-relay/event-repository-sqlite';
import { WebSocketServer } from 'ws';

const [port, file] = process.argv.slice(2);
if (!/^[0-9]{1,5}$/.test(port ?? '') || !file) {
  console.error('usage: node peer-relay.mjs PORT FILE');
  process.exit(64);
}

const repository = new EventRepositorySqlite(file);
await repository.init?.();
const relay = new NostrRelay(repository);
const server = new WebSocketServer({ port: Number(port), host: '127.0.0.1' });

server.on('connection', (socket) => {
  relay.handleConnection(socket);
  socket.on('message', async (data) => {
    try {
      await relay.handleMessage(socket, JSON.parse(data.toString()));
    } catch (error) {
      console.error(error.message);
    }
  });
  socket.on('close', () => relay.handleDisconnect(socket));
  socket.on('error', () => socket.terminate());
});
server.on('listening', () => console.log('listening'));
process.on('SIGTERM', () => process.exit(0));
