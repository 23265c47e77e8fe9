// SPDX-License-Identifier: MIT
package org.throng.parcel.tlv;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.throng.cipher.Bytes;
import org.throng.cipher.Sha256;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.curve.Signature;
import org.throng.event.MalformedException;
import org.throng.parcel.Tlv;

/**
 * Type 11, and {@code scan} of a profile: a key that stands for the npub in every ECDH (docs/protocol.md, section 6).
 *
 * <pre>
 * scan 32 | until u64 | BIP-340 signature by the npub 64
 * </pre>
 *
 * @param until UNIX seconds, inclusive; an unsigned number
 */
public record ScanCertificate(PublicKey scan, long until, Signature signature) {
    /** Bytes of a certificate. */
    public static final int LENGTH = 104;

    /** Certifies a scan key. */
    public static ScanCertificate make(Curve curve, SecretKey nsec, PublicKey scan, long until, byte[] aux) {
        byte[] message = message(curve.publicKey(nsec), scan, until);
        return new ScanCertificate(scan, until, curve.sign(nsec, message, aux));
    }

    /** Reads the layout; whose it is and whether it is still good says {@link #isBy}. */
    public static ScanCertificate read(byte[] value) throws MalformedException {
        if (value.length != LENGTH) {
            throw new MalformedException("a scan certificate has 104 bytes");
        }
        return new ScanCertificate(
                PublicKey.of(Arrays.copyOf(value, 32)),
                ByteBuffer.wrap(value).getLong(32),
                Signature.of(Arrays.copyOfRange(value, 40, LENGTH)));
    }

    /** Whether the npub signed it and the scan key is on the curve. */
    public boolean isBy(Curve curve, PublicKey npub) {
        return curve.contains(scan) && curve.verify(npub, message(npub, scan, until), signature);
    }

    /** Whether it reaches this moment; the last second is still good. */
    public boolean isGoodAt(long unixSeconds) {
        return Long.compareUnsigned(until, unixSeconds) >= 0;
    }

    private static byte[] message(PublicKey npub, PublicKey scan, long until) {
        return Sha256.tagged("throng/scan-key", npub.bytes(), scan.bytes(), Bytes.u64(until));
    }

    /** The value. */
    public byte[] bytes() {
        return Bytes.join(scan.bytes(), Bytes.u64(until), signature.bytes());
    }

    /** The part of a body. */
    public Tlv tlv() {
        return new Tlv(Tlv.SCAN_CERTIFICATE, bytes());
    }
}
