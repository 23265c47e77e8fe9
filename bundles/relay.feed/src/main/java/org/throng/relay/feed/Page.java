// SPDX-License-Identifier: MIT
package org.throng.relay.feed;

import java.util.List;
import org.throng.cipher.Bytes;
import org.throng.feed.Hash;

/**
 * What lies at an address of the feed.
 *
 * @param seconds that it may be kept by caches
 * @param fixed whether it will never be another
 * @param repeats whether it has much to compress
 */
record Page(byte[] body, String type, long seconds, boolean fixed, boolean repeats) {
    private static final String BINARY = "application/octet-stream";
    private static final long YEAR = 365L * 86_400;
    private static final long CHECKPOINT_SECONDS = 5;
    private static final long PARTIAL_SECONDS = 60;
    private static final long TABLE_SECONDS = 180;

    /** A signed head, which is another in a minute. */
    static Page note(byte[] note) {
        return new Page(note, "text/plain; charset=utf-8", CHECKPOINT_SECONDS, false, false);
    }

    /** Hashes, which stay. */
    static Page hashes(List<Hash> hashes, boolean full, boolean leaves) {
        byte[] body = Bytes.join(hashes.stream().map(Hash::bytes).toArray(byte[][]::new));
        return full ? new Page(body, BINARY, leaves ? Retention.RECORDS : YEAR, true, false) : partial(body, false);
    }

    /** Records or their tags, which stay as long as records do. */
    static Page records(byte[] body, boolean full) {
        return full ? new Page(body, BINARY, Retention.RECORDS, true, false) : partial(body, false);
    }

    /** Ticks. */
    static Page ticks(byte[] body, boolean full) {
        return full ? new Page(body, BINARY, YEAR, true, true) : partial(body, true);
    }

    /** The crowds of a tick. */
    static Page crowds(byte[] body) {
        return new Page(body, BINARY, Retention.RECORDS, true, true);
    }

    /** A part of a table of bodies, or all that a tick says of them: the same as long as it is there. */
    static Page table(byte[] body) {
        return new Page(body, BINARY, TABLE_SECONDS, true, false);
    }

    /** It never changes either, but nobody wants it for long. */
    private static Page partial(byte[] body, boolean repeats) {
        return new Page(body, BINARY, PARTIAL_SECONDS, false, repeats);
    }
}
