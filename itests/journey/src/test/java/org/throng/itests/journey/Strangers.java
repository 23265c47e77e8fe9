// SPDX-License-Identifier: MIT
package org.throng.itests.journey;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.throng.cipher.Bytes;
import org.throng.cipher.Sha256;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.curve.Signature;
import org.throng.event.Event;
import org.throng.itests.mail.Person;
import org.throng.parcel.Header;
import org.throng.parcel.HeaderEvent;
import org.throng.parcel.Label;
import org.throng.parcel.Slot;

/**
 * Headers of strangers, made out of their numbers whenever they are asked for, a few microseconds each: all have one disposable
 * key and one nonce, which nobody who has a secret to lose would do. For a reader they are as any other.
 */
final class Strangers {
    private static final BigInteger N =
            new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);
    private static final byte[] TAG = Sha256.of("BIP0340/challenge".getBytes(StandardCharsets.US_ASCII));

    private final BigInteger secret;
    private final BigInteger nonce;
    private final PublicKey e;
    private final PublicKey r;

    Strangers() {
        secret = even("the secret");
        nonce = even("the nonce");
        e = key(secret);
        r = key(nonce);
    }

    private static BigInteger even(String seed) {
        Curve curve = Person.CURVE;
        try (SecretKey drawn = SecretKey.of(Sha256.of(seed.getBytes(StandardCharsets.US_ASCII)));
                SecretKey even = curve.withEvenY(drawn)) {
            return new BigInteger(1, even.insecureBytes());
        }
    }

    private static PublicKey key(BigInteger scalar) {
        try (SecretKey secret = SecretKey.of(bytes(scalar))) {
            return Person.CURVE.publicKey(secret);
        }
    }

    private static byte[] bytes(BigInteger number) {
        byte[] some = number.toByteArray();
        byte[] all = new byte[32];
        int length = Math.min(32, some.length);
        System.arraycopy(some, some.length - length, all, 32 - length, length);
        return all;
    }

    /** The signed event of a number, in a slot. */
    Event header(long slot, int number) {
        byte[] seed = ByteBuffer.allocate(12).putLong(slot).putInt(number).array();
        byte[] first = Sha256.of(seed);
        byte[] second = Sha256.of(first);
        byte[] content = Bytes.join(first, second, Sha256.of(second));
        Event.Unsigned unsigned = HeaderEvent.make(Header.of(e, content), new Slot(slot), Label.EVERYBODY);
        byte[] id = unsigned.id().bytes();
        byte[] challenge = Sha256.of(Bytes.join(TAG, TAG, r.bytes(), e.bytes(), id));
        BigInteger s = nonce.add(new BigInteger(1, challenge).multiply(secret)).mod(N);
        byte[] signature = Arrays.copyOf(r.bytes(), 64);
        System.arraycopy(bytes(s), 0, signature, 32, 32);
        return new Event(
                unsigned.id(),
                e,
                unsigned.createdAt(),
                unsigned.kind(),
                unsigned.tags(),
                unsigned.content(),
                Signature.of(signature));
    }
}
