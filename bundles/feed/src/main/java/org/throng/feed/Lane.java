// SPDX-License-Identifier: MIT
package org.throng.feed;

/**
 * What a tick says of one lane of a crowd: one log.
 *
 * @param id u32
 * @param minimum the lowest index that is still served
 * @param size records, those that are not served any more included
 */
public record Lane(long id, long minimum, long size, Hash root) {
    private static final long MAX_ID = 0xffffffffL;

    public Lane {
        if (id < 0 || id > MAX_ID || minimum < 0 || minimum > size) {
            throw new IllegalArgumentException("no lane: " + id + ", from " + minimum + " to " + size);
        }
    }
}
