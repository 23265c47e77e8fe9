// SPDX-License-Identifier: MIT
package org.throng.event.negentropy;

import java.io.ByteArrayOutputStream;

/** Writes a message, or a part of one. */
final class Output {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private long lastTime;

    Output() {}

    /** A part that is written behind {@code before}, or dropped. */
    Output(Output before) {
        lastTime = before.lastTime;
    }

    void bytes(byte[] bytes, int from, int to) {
        out.write(bytes, from, to - from);
    }

    void varint(long number) {
        for (int shift = 63; shift > 0; shift -= 7) {
            if (number >>> shift != 0) {
                out.write((int) (number >>> shift & 0x7f | 0x80));
            }
        }
        out.write((int) (number & 0x7f));
    }

    void bound(Bound bound) {
        if (bound.isInfinite()) {
            varint(0);
        } else {
            varint(1 + bound.time() - lastTime);
            lastTime = bound.time();
        }
        varint(bound.prefix().length);
        bytes(bound.prefix(), 0, bound.prefix().length);
    }

    void append(Output part) {
        out.writeBytes(part.toBytes());
        lastTime = part.lastTime;
    }

    int size() {
        return out.size();
    }

    byte[] toBytes() {
        return out.toByteArray();
    }
}
