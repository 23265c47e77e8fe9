// SPDX-License-Identifier: MIT
package org.throng.scheme;

import java.util.Arrays;
import org.throng.cipher.Hmac;
import org.throng.curve.PublicKey;
import org.throng.parcel.Header;
import org.throng.parcel.HeaderKeys;

/**
 * The key of one message between known contacts, and the tag by which its header is found (docs/protocol.md, section 6):
 * mk_i and tag_i of a chain. Secret: it is never printed, and its hash says nothing.
 */
public final class OneTimeKey {
    /** Bytes of mk. */
    public static final int LENGTH = 32;

    private static final byte[] TAG = {1};
    private static final byte[] BODY = {3};

    private final byte[] mk;
    private final byte[] tag;

    private OneTimeKey(byte[] mk) {
        this.mk = mk;
        this.tag = Arrays.copyOf(Hmac.sha256(mk, TAG), Header.TAG_LENGTH);
    }

    /** @throws IllegalArgumentException where there are not 32 bytes */
    public static OneTimeKey of(byte[] mk) {
        if (mk.length != LENGTH) {
            throw new IllegalArgumentException("a message key has 32 bytes, got " + mk.length);
        }
        return new OneTimeKey(mk.clone());
    }

    /** tag_i = HMAC(mk_i, 0x01)[0..8]; a copy of the 8 bytes, which stand in the header for all to see. */
    public byte[] tag() {
        return tag.clone();
    }

    /** The keys of the one header that this seals. */
    public HeaderKeys header(PublicKey e, PublicKey b) {
        return HeaderKeys.tagged(mk, e, b, tag);
    }

    /** HMAC(mk_i, 0x03), 32 bytes: all of it that is kept from the header until its body is opened. */
    public byte[] bodySecret() {
        return Hmac.sha256(mk, BODY);
    }

    /** A copy of mk, for the caller to erase. */
    public byte[] insecureBytes() {
        return mk.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OneTimeKey that && Hmac.equal(mk, that.mk);
    }

    /** The same for every key: a hash of a secret would tell about it. */
    @Override
    public int hashCode() {
        return OneTimeKey.class.hashCode();
    }

    @Override
    public String toString() {
        return "OneTimeKey[hidden]";
    }
}
