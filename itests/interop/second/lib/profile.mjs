// SPDX-License-Identifier: MIT
// Profiles: docs/protocol.md, section 3.
import { fromBase64, fromHex, require } from './bytes.mjs';
import { PROFILE, checkEvent } from './event.mjs';
import { digits, readJson } from './json.mjs';
import { checkKemKey, readCertificate } from './tlv.mjs';

const MAX = Number.MAX_SAFE_INTEGER;
const isUrl = (text, start) => typeof text === 'string' && text.length <= 256 && start.test(text) && /^[!-~]*$/.test(text);

function list(value, name) {
  require(Array.isArray(value), `${name} is a list`);
  return value;
}

/** The profile of a signed event, or refused. */
export function readProfile(event) {
  checkEvent(event);
  require(event.kind === PROFILE && event.tags.length === 0, 'kind 14610 without tags');
  const members = readJson(event.content, 16);
  require(members instanceof Map && digits(members.get('v'), MAX, 'v') === 1, 'version 1');
  const relays = list(members.get('relays'), 'relays');
  require(relays.length <= 8 && relays.every((url) => url === '' || isUrl(url, /^wss?:\/\//)), 'relays');
  const profile = { relays, schemes: [1], price: 0, pir: [], scan: null, kem: null };
  if (members.has('schemes')) profile.schemes = list(members.get('schemes'), 'schemes').map((n) => digits(n, 65535, 'scheme'));
  if (members.has('price')) profile.price = digits(members.get('price'), MAX, 'price');
  if (members.has('pir')) {
    profile.pir = list(members.get('pir'), 'pir');
    require(profile.pir.every((pair) => Array.isArray(pair) && pair.length === 2 && pair.every((url) => isUrl(url, /^https?:\/\//))), 'pir');
  }
  require(members.has('kem') === members.has('kem_until'), 'kem and kem_until stand together');
  if (members.has('kem')) {
    require(typeof members.get('kem') === 'string', 'kem');
    const key = fromBase64(members.get('kem'));
    checkKemKey(key);
    profile.kem = { key, until: digits(members.get('kem_until'), MAX, 'kem_until') };
  }
  if (members.has('scan')) {
    profile.scan = readCertificate(fromHex(members.get('scan'), 104), fromHex(event.pubkey, 32), event.created_at).scan;
  }
  return profile;
}

/** Content for one's own. */
export const writeProfile = (relays, scan) => JSON.stringify({ v: 1, relays, schemes: [1], price: 0, ...(scan && { scan }) });

/** Which of two events of one author counts. */
export const newer = (a, b) => (a.created_at > b.created_at || (a.created_at === b.created_at && a.id < b.id) ? a : b);
