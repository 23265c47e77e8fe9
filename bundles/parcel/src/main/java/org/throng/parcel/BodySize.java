// SPDX-License-Identifier: MIT
package org.throng.parcel;

import java.util.Optional;

/** The lengths of a body's binary content, GCM tag included (docs/protocol.md, section 5). No other length exists. */
public enum BodySize {
    /** Every message of every scheme. */
    SMALL(2_048),

    /** A message that carries somebody else's event to a courier. */
    COURIER(4_096),

    /** A chunk of a file. */
    CHUNK(32_768);

    private final int length;

    BodySize(int length) {
        this.length = length;
    }

    /** In bytes. */
    public int length() {
        return length;
    }

    /** The class of a content of so many bytes. */
    public static Optional<BodySize> of(int length) {
        for (BodySize size : values()) {
            if (size.length == length) {
                return Optional.of(size);
            }
        }
        return Optional.empty();
    }
}
