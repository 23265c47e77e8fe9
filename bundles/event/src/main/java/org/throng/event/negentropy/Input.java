// SPDX-License-Identifier: MIT
package org.throng.event.negentropy;

import java.util.Arrays;
import org.throng.event.EventId;
import org.throng.event.MalformedException;

/** Reads a message of somebody else; every length is checked against what is there. */
final class Input {
    private static final int VARINT_BYTES = 9; // 63 bits

    private final byte[] bytes;
    private int at;
    private long lastTime;
    private Bound last = new Bound(0, new byte[0]);

    Input(byte[] bytes) {
        this.bytes = bytes;
    }

    boolean isAtEnd() {
        return at == bytes.length;
    }

    int next() throws MalformedException {
        if (isAtEnd()) {
            throw new MalformedException("the message is cut short");
        }
        return bytes[at++] & 0xff;
    }

    byte[] bytes(int length) throws MalformedException {
        if (length > bytes.length - at) {
            throw new MalformedException("the message is cut short");
        }
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    long varint() throws MalformedException {
        long number = 0;
        for (int i = 0; i < VARINT_BYTES; i++) {
            int digit = next();
            number = number << 7 | digit & 0x7f;
            if ((digit & 0x80) == 0) {
                return number;
            }
        }
        throw new MalformedException("a number has more than 63 bits");
    }

    /** The next bound, which is above the one before it. */
    Bound bound() throws MalformedException {
        long coded = varint();
        long time = Bound.INFINITE;
        if (coded > 0) {
            time = lastTime + coded - 1;
            if (time < 0) {
                throw new MalformedException("a time has more than 63 bits");
            }
            lastTime = time;
        }
        long length = varint();
        if (length > EventId.LENGTH) {
            throw new MalformedException("the prefix of an id has at most 32 bytes, got " + length);
        }
        Bound bound = new Bound(time, bytes((int) length));
        boolean above = !last.isInfinite()
                && (bound.isInfinite()
                        || bound.time() > last.time()
                        || bound.time() == last.time() && Arrays.compareUnsigned(bound.prefix(), last.prefix()) >= 0);
        if (!above) {
            throw new MalformedException("the ranges do not follow each other");
        }
        last = bound;
        return bound;
    }

    /** How many ids follow. */
    int count() throws MalformedException {
        long count = varint();
        if (count > (bytes.length - at) / EventId.LENGTH) {
            throw new MalformedException("the message is cut short");
        }
        return (int) count;
    }
}
