// SPDX-License-Identifier: MIT
package org.throng.parcel.tlv;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.throng.cipher.Bytes;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.event.MalformedException;
import org.throng.parcel.Tlv;

/**
 * Type 2: a share for one epoch of a session (docs/protocol.md, section 6), in a long form of 60 bytes, or a short one of 20
 * without share and KEM id.
 *
 * <pre>
 * to 8 | e u32 | X_e 32 | kem id 8 | have 8
 * to 8 | e u32 | have 8
 * </pre>
 *
 * @param to the peer's node; zero, in epoch 1 only, is any
 * @param epoch e, 1 to 2^32 - 1
 * @param share X_e
 * @param kemId the first 8 bytes of SHA-256 of a ciphertext, or zero; zero in the short form
 * @param have the first 8 bytes of the peer's X_e that the writer holds, or zero
 */
public record ShareRecord(ShortId to, long epoch, Optional<PublicKey> share, ShortId kemId, ShortId have) {
    /** Bytes with a share. */
    public static final int LONG = 60;

    /** Bytes without. */
    public static final int SHORT = 20;

    /** Records of one body. */
    public static final int MOST = 4;

    private static final String FORM = "a share record has 60 or 20 bytes";

    public ShareRecord {
        if (epoch < 1 || epoch > 0xffff_ffffL) {
            throw new IllegalArgumentException("an epoch is a number from 1 to 2^32 - 1, got " + epoch);
        }
        if (to.isZero() && epoch != 1) {
            throw new IllegalArgumentException("only the first epoch may be for any node");
        }
        if (share.isEmpty() && !kemId.isZero()) {
            throw new IllegalArgumentException("the short form has no KEM id");
        }
    }

    /** Reads the value. */
    public static ShareRecord read(Curve curve, byte[] value) throws MalformedException {
        if (value.length != LONG && value.length != SHORT) {
            throw new MalformedException(FORM);
        }
        ByteBuffer in = ByteBuffer.wrap(value);
        ShortId to = ShortId.next(in);
        long epoch = in.getInt() & 0xffff_ffffL;
        if (epoch == 0 || to.isZero() && epoch != 1) {
            throw new MalformedException("a share record is about epoch 1 or later, and only epoch 1 is for any node");
        }
        if (value.length == SHORT) {
            return new ShareRecord(to, epoch, Optional.empty(), ShortId.ZERO, ShortId.next(in));
        }
        byte[] x = new byte[PublicKey.LENGTH];
        in.get(x);
        PublicKey share = PublicKey.of(x);
        if (!curve.contains(share)) {
            throw new MalformedException("a share is a point of the curve");
        }
        return new ShareRecord(to, epoch, Optional.of(share), ShortId.next(in), ShortId.next(in));
    }

    /** The value. */
    public byte[] bytes() {
        byte[] middle = share.map(x -> Bytes.join(x.bytes(), kemId.bytes())).orElse(new byte[0]);
        return Bytes.join(to.bytes(), Bytes.u32(epoch), middle, have.bytes());
    }

    /** The part of a body. */
    public Tlv tlv() {
        return new Tlv(Tlv.SHARE_RECORD, bytes());
    }
}
