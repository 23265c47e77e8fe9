// SPDX-License-Identifier: MIT
// Files: docs/protocol.md, section 5.
import { fromHex, join, require, u32 } from './bytes.mjs';
import { hkdf, openOnce, sealOnce } from './crypto.mjs';

export const CHUNK = 32752;

export function padme(m) {
  if (m === 1) return 1;
  const e = Math.floor(Math.log2(m));
  const s = Math.floor(Math.log2(e)) + 1;
  const step = 2 ** (e - s);
  return Math.ceil(m / step) * step;
}

export const chunks = (bytes) => padme(Math.max(1, Math.ceil(bytes / CHUNK)));

export const chunkKey = (fileKey, j, n) => hkdf(fileKey, 'throng/v1/chunk', join(u32(j), u32(n)), 32);

export function sealChunk(fileKey, j, n, file) {
  const clear = new Uint8Array(CHUNK);
  clear.set(file.subarray(j * CHUNK, (j + 1) * CHUNK));
  return sealOnce(chunkKey(fileKey, j, n), 'throng/v1/chunk', clear);
}

export const openChunk = (fileKey, j, n, content) => openOnce(chunkKey(fileKey, j, n), 'throng/v1/chunk', content);

export function readManifest(rumor) {
  require(rumor.kind === 15 && rumor.content === '' && rumor.tags.length >= 5, 'a rumor of kind 15');
  const names = ['file-type', 'size', 'x', 'key'];
  require(rumor.tags.every((tag, i) => tag.length === 2 && tag[0] === (names[i] ?? 'chunk')), 'the tags in their order');
  const [mime, size, sha, key, ...bodies] = rumor.tags.map((tag) => tag[1]);
  require(/^(0|[1-9][0-9]{0,15})$/.test(size) && Number.isSafeInteger(Number(size)), 'a size');
  for (const value of [sha, key, ...bodies]) fromHex(value, 32);
  require(bodies.length === chunks(Number(size)), 'as many chunks as its size asks for');
  return { mime, size: Number(size), sha, fileKey: key, bodies };
}
