// SPDX-License-Identifier: MIT
package org.throng.cipher;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.ChaCha20ParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * NIP-44, version 2: text between two Nostr keys.
 *
 * <pre>
 * payload   = base64( version 1 ‖ nonce 32 ‖ ChaCha20(prefix ‖ text ‖ zeros) ‖ mac 32 )
 * prefix    = length u16, or from 65,536 bytes on: 0 u16 ‖ length u32
 * (chacha key 32 ‖ chacha nonce 12 ‖ mac key 32) = HKDF-expand(conversation key, nonce, 76)
 * mac       = HMAC-SHA256(mac key, nonce ‖ ciphertext)
 * </pre>
 *
 * <p>No forward secrecy, no deniability, and the length shows through its padding: see the limits in NIP-44 itself.
 */
public final class Nip44 {
    /** Bytes of text that every reader takes. */
    public static final int MAX_LENGTH = 65_535;

    /** Bytes of text that this reader takes at most; the standard's own limit of 4 GiB is for nobody's memory. */
    public static final int MAX_EXTENDED_LENGTH = 4 << 20;

    private static final byte[] SALT = Bytes.ascii("nip44-v2");
    private static final byte VERSION = 2;
    private static final int NONCE = 32;
    private static final int MAC = 32;
    private static final int OVERHEAD = 1 + NONCE + MAC;
    private static final int MIN_PAYLOAD = 132;
    private static final int MIN_DATA = 99;
    private static final long MAX_PAYLOAD = 4 * ((OVERHEAD + 6 + paddedLength(MAX_EXTENDED_LENGTH) + 2) / 3);

    private Nip44() {}

    /** Keys of one message, from {@link #messageKeys}. */
    record Keys(byte[] chachaKey, byte[] chachaNonce, byte[] macKey) {
        void erase() {
            Arrays.fill(chachaKey, (byte) 0);
            Arrays.fill(macKey, (byte) 0);
        }
    }

    /** The key of two people, from the x coordinate of their shared point; the caller erases both. */
    public static byte[] conversationKey(byte[] sharedX) {
        if (sharedX.length != 32) {
            throw new IllegalArgumentException("a shared x has 32 bytes, got " + sharedX.length);
        }
        return Hkdf.extract(sharedX, SALT);
    }

    /**
     * Seals a text of 1 to 65,535 bytes of UTF-8.
     *
     * @param nonce 32 fresh random bytes
     * @throws IllegalArgumentException for a text of another length
     */
    public static String encrypt(byte[] conversationKey, byte[] nonce, String text) {
        return encrypt(conversationKey, nonce, text, MAX_LENGTH);
    }

    /** As {@link #encrypt}, up to {@link #MAX_EXTENDED_LENGTH}: readers from before 2026 refuse the longer ones. */
    public static String encryptExtended(byte[] conversationKey, byte[] nonce, String text) {
        return encrypt(conversationKey, nonce, text, MAX_EXTENDED_LENGTH);
    }

    private static String encrypt(byte[] conversationKey, byte[] nonce, String text, int max) {
        byte[] padded = pad(text.getBytes(StandardCharsets.UTF_8), max);
        Keys keys = messageKeys(conversationKey, nonce);
        try {
            byte[] sealed = chacha20(keys, padded);
            byte[] mac = Hmac.sha256(keys.macKey, nonce, sealed);
            return Base64.getEncoder().encodeToString(Bytes.join(new byte[] {VERSION}, nonce, sealed, mac));
        } finally {
            keys.erase();
            Arrays.fill(padded, (byte) 0);
        }
    }

    /**
     * Opens a payload.
     *
     * @throws AEADBadTagException where the key is another or the payload was changed
     * @throws GeneralSecurityException for anything else that is no payload of version 2; the message says what
     */
    public static String decrypt(byte[] conversationKey, String payload) throws GeneralSecurityException {
        byte[] data = decode(payload);
        byte[] nonce = Arrays.copyOfRange(data, 1, 1 + NONCE);
        byte[] sealed = Arrays.copyOfRange(data, 1 + NONCE, data.length - MAC);
        byte[] mac = Arrays.copyOfRange(data, data.length - MAC, data.length);
        Keys keys = messageKeys(conversationKey, nonce);
        try {
            if (!Hmac.equal(mac, Hmac.sha256(keys.macKey, nonce, sealed))) {
                throw new AEADBadTagException("the mac does not fit: another key, or changed on the way");
            }
            return unpad(chacha20(keys, sealed));
        } finally {
            keys.erase();
        }
    }

    static Keys messageKeys(byte[] conversationKey, byte[] nonce) {
        if (conversationKey.length != 32 || nonce.length != NONCE) {
            throw new IllegalArgumentException("expected a conversation key and a nonce of 32 bytes each");
        }
        byte[] okm = Hkdf.expand(conversationKey, nonce, 76);
        Keys keys = new Keys(Arrays.copyOf(okm, 32), Arrays.copyOfRange(okm, 32, 44), Arrays.copyOfRange(okm, 44, 76));
        Arrays.fill(okm, (byte) 0);
        return keys;
    }

    /** Bytes of text and zeros together. */
    static long paddedLength(long length) {
        if (length <= 32) {
            return 32;
        }
        long power = Long.highestOneBit(length - 1) << 1;
        long chunk = power <= 256 ? 32 : power / 8;
        return chunk * ((length - 1) / chunk + 1);
    }

    private static byte[] pad(byte[] text, int max) {
        if (text.length < 1 || text.length > max) {
            throw new IllegalArgumentException("expected a text of 1 to " + max + " bytes, got " + text.length);
        }
        byte[] prefix =
                text.length <= MAX_LENGTH ? Bytes.u16(text.length) : Bytes.join(Bytes.u16(0), Bytes.u32(text.length));
        byte[] padded = new byte[Math.toIntExact(prefix.length + paddedLength(text.length))];
        System.arraycopy(prefix, 0, padded, 0, prefix.length);
        System.arraycopy(text, 0, padded, prefix.length, text.length);
        return padded;
    }

    private static String unpad(byte[] padded) throws GeneralSecurityException {
        ByteBuffer buffer = ByteBuffer.wrap(padded);
        long length = buffer.getShort() & 0xffff;
        boolean extended = length == 0;
        if (extended) {
            length = buffer.getInt() & 0xffffffffL;
        }
        if (extended && length <= MAX_LENGTH
                || length > buffer.remaining()
                || paddedLength(length) != buffer.remaining()) {
            throw new GeneralSecurityException("the padding is not that of NIP-44");
        }
        for (int i = Math.toIntExact(buffer.position() + length); i < padded.length; i++) {
            if (padded[i] != 0) {
                throw new GeneralSecurityException("the padding is not zero");
            }
        }
        buffer.limit(Math.toIntExact(buffer.position() + length));
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(buffer)
                    .toString();
        } catch (CharacterCodingException e) {
            throw new GeneralSecurityException("the text is not UTF-8", e);
        }
    }

    private static byte[] decode(String payload) throws GeneralSecurityException {
        if (payload.startsWith("#")) {
            throw new GeneralSecurityException("a payload of a later version than 2");
        }
        if (payload.length() < MIN_PAYLOAD || payload.length() > MAX_PAYLOAD) {
            throw new GeneralSecurityException("expected a payload of " + MIN_PAYLOAD + " to " + MAX_PAYLOAD
                    + " characters, got " + payload.length());
        }
        byte[] data;
        try {
            data = Base64.getDecoder().decode(payload);
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("the payload is not base64", e);
        }
        if (data[0] != VERSION) {
            throw new GeneralSecurityException("expected version 2, got " + (data[0] & 0xff));
        }
        if (data.length < MIN_DATA) {
            throw new GeneralSecurityException("expected at least " + MIN_DATA + " bytes, got " + data.length);
        }
        return data;
    }

    private static byte[] chacha20(Keys keys, byte[] text) {
        try {
            Cipher cipher = Cipher.getInstance("ChaCha20");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(keys.chachaKey, "ChaCha20"),
                    new ChaCha20ParameterSpec(keys.chachaNonce, 0));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has ChaCha20", e);
        }
    }
}
