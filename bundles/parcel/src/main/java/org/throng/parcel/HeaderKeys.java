// SPDX-License-Identifier: MIT
package org.throng.parcel;

import java.util.Arrays;
import java.util.Optional;
import org.throng.cipher.Aes;
import org.throng.cipher.Bytes;
import org.throng.cipher.Hkdf;
import org.throng.cipher.Hmac;
import org.throng.cipher.Sha256;
import org.throng.curve.PublicKey;

/**
 * The keys of one header, and what is done with them: AES-256-CTR, then HMAC over all of the record and the label.
 * Encrypt-then-MAC under its own key commits to that key: no record opens for two receivers. AES-GCM would not do.
 *
 * <p>Whoever makes the keys has seen to it that E is on the curve.
 */
public final class HeaderKeys {
    static final byte[] VIEW_TAG = Bytes.ascii("throng/view-tag1");

    private final byte[] enc;
    private final byte[] mac;

    private HeaderKeys(byte[] both) {
        enc = Arrays.copyOf(both, 32);
        mac = Arrays.copyOfRange(both, 32, 64);
    }

    /** The 8 bytes that say whether a header is worth opening: SHA-256("throng/view-tag1" ‖ S)[0..8]. */
    public static byte[] viewTag(byte[] shared) {
        return Arrays.copyOf(Sha256.of(VIEW_TAG, shared), Header.TAG_LENGTH);
    }

    /**
     * The keys of a header that ECDH finds.
     *
     * @param shared S = x(e·R) = x(r·E), 32 bytes
     * @param r the key of the ECDH: the receiver's scan key, or the npub
     * @param b the receiver's npub
     */
    public static HeaderKeys direct(byte[] shared, PublicKey e, PublicKey r, PublicKey b) {
        return new HeaderKeys(Hkdf.derive(shared, "throng/v1/header", Bytes.join(e.bytes(), r.bytes(), b.bytes()), 64));
    }

    /**
     * The keys of a header that look-up finds.
     *
     * @param mk the message key, 32 bytes
     * @param tag the one-time tag, 8 bytes
     */
    public static HeaderKeys tagged(byte[] mk, PublicKey e, PublicKey b, byte[] tag) {
        return new HeaderKeys(Hkdf.derive(mk, "throng/v1/tagged", Bytes.join(e.bytes(), b.bytes(), tag), 64));
    }

    /** The whole record. Each key of E seals once. */
    public Header seal(PublicKey e, byte[] viewTag, SealedPlain plain, Label label) {
        byte[] sealed = Aes.counterOnce(enc, plain.bytes());
        return Header.of(e, viewTag, sealed, mac(e, viewTag, sealed, label));
    }

    /** What the record says; empty where the mac, compared in constant time, or a flag is not right. */
    public Optional<SealedPlain> open(Header header, Label label) {
        return verifies(header, label) ? SealedPlain.read(Aes.counterOnce(enc, header.sealed())) : Optional.empty();
    }

    /** Whether the mac, compared in constant time, is right. */
    public boolean verifies(Header header, Label label) {
        return Hmac.equal(mac(header.e(), header.viewTag(), header.sealed(), label), header.mac());
    }

    private byte[] mac(PublicKey e, byte[] viewTag, byte[] sealed, Label label) {
        byte[] whole = Hmac.sha256(mac, e.bytes(), viewTag, sealed, Bytes.ascii(label.text()));
        return Arrays.copyOf(whole, Header.MAC_LENGTH);
    }

    /** 32 bytes; for the vectors. */
    byte[] enc() {
        return enc.clone();
    }

    /** 32 bytes; for the vectors. */
    byte[] mac() {
        return mac.clone();
    }

    @Override
    public String toString() {
        return "HeaderKeys[hidden]";
    }
}
