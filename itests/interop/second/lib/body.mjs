// SPDX-License-Identifier: MIT
// Bodies: docs/protocol.md, section 5.
import { ascii, equal, isZero, join, readU16, require, u16, u8 } from './bytes.mjs';
import { agree, hkdf, hmac, isOnCurve, openOnce, sealOnce } from './crypto.mjs';
import { DIRECT, PQ } from './header.mjs';
import { checkTlvs, readCertificate } from './tlv.mjs';

const AAD = 'throng/v1/body';

export const outerKey = (sessionKey) => hkdf(sessionKey, 'throng/v1/body', ascii('outer'), 32);
export const sealBody = (sessionKey, plain) => sealOnce(outerKey(sessionKey), AAD, plain);
export const openLayer = (key, sealed) => openOnce(key, AAD, sealed);

export const authKey = (secret, sessionKey, a, b) => hkdf(join(secret, sessionKey), 'throng/v1/auth', join(a, b), 32);

export const authenticated = (scheme, a, b, rest) => join(u8(1), u16(scheme), a, b, rest);

export const authenticator = (key, text) => join(hmac(key, text), new Uint8Array(32));

/** n, the parts and zeros: all behind the authenticator of a plaintext of this length. */
export function writeRest(tlvs, length) {
  const parts = tlvs.map(({ type, value }) => join(u8(type), u16(value.length), value));
  const rest = join(u8(tlvs.length), ...parts);
  require(tlvs.length <= 255 && rest.length <= length - 97, 'the parts fit in one body');
  return join(rest, new Uint8Array(length - 97 - rest.length));
}

/** Reads the layout of a plaintext. */
export function readPlaintext(plain) {
  require(plain.length >= 98 && plain[0] === 1, 'version 1');
  const tlvs = [];
  let at = 98;
  for (let i = 0; i < plain[97]; i++) {
    require(at + 3 <= plain.length, 'as many parts as announced');
    const [type, length] = [plain[at], readU16(plain, at + 1)];
    require(type !== 0 && at + 3 + length <= plain.length, 'a part has a type and does not run over the end');
    tlvs.push({ type, value: plain.subarray(at + 3, at + 3 + length) });
    at += 3 + length;
  }
  require(isZero(plain.subarray(at)), 'the padding is zero');
  return { writer: plain.subarray(1, 33), authenticator: plain.subarray(33, 97), rest: plain.subarray(97), tlvs };
}

/** Whom the writer's ECDH is with: the certified scan key, else A. */
export function agreeing(text, scheme, day) {
  const certificate = text.tlvs.find((tlv) => tlv.type === 11);
  if (!certificate || (scheme !== DIRECT && scheme !== PQ)) return text.writer;
  return readCertificate(certificate.value, text.writer, day * 86400).scan;
}

/** Checks the whole plaintext of a scheme; key(text) gives k_auth. */
export function checkPlaintext(plain, scheme, courier, receiver, key) {
  const text = readPlaintext(plain);
  require(isOnCurve(text.writer), 'A is on the curve');
  const expected = authenticator(key(text), authenticated(scheme, text.writer, receiver, text.rest));
  require(equal(expected, text.authenticator), 'the authenticator is the writer\'s');
  checkTlvs(text.tlvs, scheme, courier, text.writer);
  return text;
}

/** Opens the content of a direct body; reader = { npub, secret }, the secret that found the header. */
export function openDirectBody(content, sessionKey, day, reader) {
  require(content.length === 2048 || content.length === 4096, 'a small or a courier body');
  const plain = openLayer(outerKey(sessionKey), content);
  require(plain !== null, 'the tag fits');
  return checkPlaintext(plain, DIRECT, content.length === 4096, reader.npub, (text) => {
    const shared = agree(reader.secret, agreeing(text, DIRECT, day));
    return authKey(shared, sessionKey, text.writer, reader.npub);
  });
}
