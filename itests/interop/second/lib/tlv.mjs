// SPDX-License-Identifier: MIT
// The parts of a body: docs/protocol.md, section 13.
import { hex, isZero, join, readU16, readU32, readU64, require, u32, u64 } from './bytes.mjs';
import { isOnCurve, sign, taggedHash, verify } from './crypto.mjs';
import { BODY, HEADER, checkEvent, eventId, readBodyEvent, readHeaderEvent, rebuild } from './event.mjs';
import { DIRECT, PQ, TAGGED } from './header.mjs';
import { readPart, readRumor } from './rumor.mjs';

const REPEAT = [1, 2, 5, 9, 12];
const size = (value, ...lengths) => require(lengths.includes(value.length), `expected ${lengths.join(' or ')} bytes`);

export function readShareRecord(value) {
  size(value, 60, 20);
  const [to, e, long] = [value.subarray(0, 8), readU32(value, 8), value.length === 60];
  require(e !== 0 && !(isZero(to) && e !== 1), 'epoch 1 or later; only epoch 1 for any node');
  const share = long ? value.subarray(12, 44) : null;
  require(!long || isOnCurve(share), 'a share is on the curve');
  return { to, e, share, kemId: long ? value.subarray(44, 52) : null, have: value.subarray(value.length - 8) };
}

export function readAcks(value) {
  require(value.length >= 1, 'a count');
  const chainsAt = 1 + 8 * value[0];
  require(chainsAt <= value.length && (value.length - chainsAt) % 20 === 0, '1 + 8 m + 20 c bytes');
  const direct = [];
  for (let at = 1; at < chainsAt; at += 8) direct.push(hex(value.subarray(at, at + 8)));
  const chains = [];
  for (let at = chainsAt; at < value.length; at += 20) {
    chains.push({ chain: hex(value.subarray(at, at + 8)), next: readU32(value, at + 8), bitmap: hex(value.subarray(at + 12, at + 20)) });
  }
  return { direct, chains };
}

export const writeAcks = (ids) => join(Uint8Array.of(ids.length), ...ids.map((id) => Buffer.from(id.slice(0, 16), 'hex')));

export function readFloor(value) {
  size(value, 12);
  return { chain: hex(value.subarray(0, 8)), index: readU32(value, 8) };
}

/** FIPS 203, 7.2: 768 numbers of 12 bits below 3329, then 32 bytes. */
export function checkKemKey(ek) {
  size(ek, 1184);
  for (let i = 0; i < 1152; i += 3) {
    const low = ek[i] | ((ek[i + 1] & 15) << 8);
    const high = (ek[i + 1] >> 4) | (ek[i + 2] << 4);
    require(low < 3329 && high < 3329, 'a reduced key');
  }
}

const certificateHash = (npub, value) => taggedHash('throng/scan-key', npub, value.subarray(0, 40));

/** A scan certificate by this npub that reaches this moment (UNIX seconds). */
export function readCertificate(value, npub, moment) {
  size(value, 104);
  const [scan, until] = [value.subarray(0, 32), readU64(value, 32)];
  require(isOnCurve(scan) && until >= BigInt(moment) && verify(value.subarray(40), certificateHash(npub, value), npub),
    'a good certificate by the writer');
  return { scan, until };
}

export function writeCertificate(scan, until, npub, nsec, aux) {
  const start = join(scan, u64(until));
  return join(start, sign(certificateHash(npub, start), nsec, aux));
}

export function readReplyRelay(value) {
  const url = Buffer.from(value).toString('latin1');
  require(url.length >= 6 && url.length <= 120 && /^wss?:\/\/[!-~]*$/.test(url), 'a relay\'s URL');
  return url;
}

/** Rebuilds a couriered event and checks it. */
export function readCouriered(value) {
  require(value.length >= 117, 'a couriered event');
  const kind = readU16(value, 0);
  const createdAt = readU64(value, 2);
  require(createdAt < 5662310400n, 'created_at');
  const [relay, target, nonce, labelLength] = [value[106], value[107], readU64(value, 108), value[116]];
  require(value.length >= 117 + labelLength, 'the label is there');
  const label = Buffer.from(value.subarray(117, 117 + labelLength)).toString('latin1');
  const content = value.subarray(117 + labelLength);
  require((kind === HEADER && content.length === 96) || (kind === BODY && content.length === 2048), 'a header or a small body');
  require(target === 0 ? nonce === 0n : kind === HEADER, 'a proof has a target, and only headers carry one');
  const fields = rebuild(kind, Number(createdAt), value.subarray(10, 42), label, content,
    target && ['nonce', String(nonce), String(target)]);
  const event = { id: hex(eventId(fields)), ...fields, sig: hex(value.subarray(42, 106)) };
  checkEvent(event);
  if (kind === HEADER) readHeaderEvent(event, target);
  else readBodyEvent(event);
  return { event, relay };
}

function checkValue({ type, value }, scheme, writer) {
  switch (type) {
    case 1: readRumor(value, writer); break;
    case 2: readShareRecord(value); break;
    case 3: readAcks(value); break;
    case 4: checkKemKey(value); break;
    case 5: require(value.length <= 1500, 'at most 1500 bytes'); break;
    case 6: size(value, 8); require(!isZero(value), 'a node id is not zero'); break;
    case 7: size(value, 32); break;
    case 8: readPart(value, scheme); break;
    case 9: require(value.length >= 1, 'a form of payment'); break;
    case 10: size(value, 1096); break;
    case 11: size(value, 104); break;
    case 12: size(value, 12); break;
    case 13: readReplyRelay(value); break;
    case 14: readCouriered(value); break;
    default: // unknown: ignored
  }
}

/** All rules for the parts of one body; courier says whether its content has 4,096 bytes. */
export function checkTlvs(tlvs, scheme, courier, writer) {
  const count = (...types) => tlvs.filter((t) => types.includes(t.type)).length;
  for (let type = 1; type <= 14; type++) require(REPEAT.includes(type) || count(type) <= 1, `type ${type} stands once`);
  require(count(2) <= 4, 'four share records at most');
  require(count(4, 10) === 0 || ((scheme === DIRECT || scheme === TAGGED) && count(4, 10) === 1 && count(8) === 0), 'KEM keys and ciphertexts');
  require(count(8) === 0 || count(1, 4, 5, 7, 9, 10, 13, 14) === 0, 'what stands beside a part');
  if (courier) require(count(14) === 1 && count(1, 4, 8, 10) === 0, 'a courier body');
  else require(count(14) === 0, 'type 14 in courier bodies alone');
  for (const tlv of tlvs) checkValue(tlv, scheme, writer);
  const named = count(6) === 1 || (scheme !== DIRECT && scheme !== PQ);
  const chains = tlvs.some((t) => t.type === 3 && readAcks(t.value).chains.length > 0);
  require(named || (count(2) === 0 && !chains), 'a node id with share records and acks of chains');
}

export const writeFloor = (chain, index) => join(chain, u32(index));
