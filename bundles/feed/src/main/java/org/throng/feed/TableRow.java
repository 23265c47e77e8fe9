// SPDX-License-Identifier: MIT
package org.throng.feed;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.throng.cipher.Bytes;
import org.throng.curve.PublicKey;
import org.throng.event.EventId;
import org.throng.parcel.BodyEvent;
import org.throng.parcel.BodySize;
import org.throng.parcel.Label;
import org.throng.parcel.Slot;

/**
 * A row of a table of bodies: what is needed to make the event's id anew.
 *
 * <pre>
 * disposable key 32 ‖ created_at u64 ‖ content 2,048
 * </pre>
 */
public final class TableRow {
    /** Bytes. */
    public static final int LENGTH = PublicKey.LENGTH + Long.BYTES + 2_048;

    private TableRow() {}

    /** The row of a body; empty for one of another size. */
    public static Optional<byte[]> of(BodyEvent body) {
        return body.size() == BodySize.SMALL
                ? Optional.of(Bytes.join(
                        body.event().pubkey().bytes(), Bytes.u64(body.slot().createdAt()), body.content()))
                : Optional.empty();
    }

    /** created_at of a row, UNIX seconds. */
    public static long createdAt(byte[] row) {
        return ByteBuffer.wrap(row).getLong(PublicKey.LENGTH);
    }

    /** The id of the event that a row of a crowd stands for; empty where it can be none. */
    public static Optional<EventId> id(byte[] row, Label label) {
        if (row.length != LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(BodyEvent.make(
                            PublicKey.of(Arrays.copyOf(row, PublicKey.LENGTH)),
                            Arrays.copyOfRange(row, PublicKey.LENGTH + Long.BYTES, LENGTH),
                            new Slot(createdAt(row)),
                            label)
                    .id());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
