// SPDX-License-Identifier: MIT
package org.throng.scheme.tagged;

/** The numbers of docs/protocol.md, section 6; times in seconds. */
final class Rules {
    static final long MINUTE = 60;
    static final long HOUR = 3_600;
    static final long DAY = 86_400;

    /** An epoch is left after so long, or so many messages. */
    static final long EPOCH = HOUR;

    static final int EPOCH_MESSAGES = 20;

    /** Keys that wait for what may still come die so long after something newer came. */
    static final long KEYS = 7 * DAY;

    /** So long the secret of an X_1 waits for answers. */
    static final long OFFER = 7 * DAY;

    /** Something that is missing so long after a later body of the peer is gone. */
    static final long HOLE = 72 * HOUR;

    static final long SILENCE = 21 * DAY;

    /** A node unheard of for so long is dropped. */
    static final long GONE = 30 * DAY;

    /** A body without words is given up so long after it was drawn. */
    static final long WORDLESS = DAY;

    /** A key for KEM ciphertexts is renewed so often, and its secret half dies so long after its successor was made. */
    static final long KEM_RENEWED = 7 * DAY;

    static final long KEM_KEPT = 35 * DAY;

    /** Nodes of one person. */
    static final int NODES = 4;

    /** Messages on the way to one node, and how far an index may be ahead of the first of them. */
    static final int WINDOW = 64;

    /** Chains of earlier epochs that are kept, however fast epochs follow each other. */
    static final int EARLIER_CHAINS = 16;

    /** Sessions with one node that do not stand yet. */
    static final int CANDIDATES = 2;

    /** Acks of chains in one body: with a record and a floor they fit beside the longest words. */
    static final int CHAINS_TOLD = 2;

    /** No time. */
    static final long NEVER = Long.MAX_VALUE;

    private Rules() {}

    /** The sum, where NEVER stays NEVER. */
    static long after(long time, long seconds) {
        return time >= NEVER - seconds ? NEVER : time + seconds;
    }
}
