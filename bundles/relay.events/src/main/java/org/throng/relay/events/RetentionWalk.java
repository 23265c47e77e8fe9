// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.util.PriorityQueue;
import org.throng.store.StoreException;

/**
 * Finds what one rule takes away: goes from the newest event of its kinds to the oldest, counting, and from the first that is too old
 * or too many on shows all that are left. A rule that knows only an age begins there.
 */
final class RetentionWalk {
    private static final int TOGETHER = 256;

    private final StoredEvents events;
    private final RetentionRule rule;
    private final long now;
    private final PriorityQueue<Cursor> cursors = new PriorityQueue<>();
    private long seen;
    private long bytes;
    private boolean over;

    /** Takes one event. */
    @FunctionalInterface
    interface Visitor {
        /** @return whether to go on */
        boolean visit(byte[] id, int bytes) throws StoreException;
    }

    RetentionWalk(StoredEvents events, RetentionRules rules, RetentionRule rule, long now) throws StoreException {
        this.events = events;
        this.rule = rule;
        this.now = now;
        boolean aged = rule.count().isEmpty() && rule.bytes().isEmpty();
        long until = aged ? now - rule.seconds().orElseThrow() - 1 : Long.MAX_VALUE;
        int kind = nextKind(0);
        while (kind >= 0) {
            if (rules.isOf(rule, kind)) {
                add(new Cursor(events.store(), Keys.kind(kind), Long.MIN_VALUE, until, TOGETHER));
            }
            kind = nextKind(kind + 1);
        }
    }

    /** The next kind of which there is an event; -1 where there is none. */
    private int nextKind(int from) throws StoreException {
        int[] found = {-1};
        if (from <= 0xffff) {
            events.store().scan(Keys.kind(from), new byte[] {'k' + 1}, (key, value) -> {
                found[0] = (key[1] & 0xff) << 8 | key[2] & 0xff;
                return false;
            });
        }
        return found[0];
    }

    private void add(Cursor cursor) throws StoreException {
        if (cursor.peek() != null) {
            cursors.add(cursor);
        }
    }

    void run(Visitor visitor) throws StoreException {
        boolean more = true;
        while (more && !cursors.isEmpty()) {
            Cursor newest = cursors.remove();
            byte[] place = newest.peek();
            newest.advance();
            add(newest);
            more = at(place, visitor);
        }
    }

    private boolean at(byte[] place, Visitor visitor) throws StoreException {
        seen++;
        over |= rule.isTooOld(Keys.createdAt(place), now)
                || rule.count().isPresent() && seen > rule.count().getAsLong();
        byte[] id = Keys.id(place);
        if (!over && rule.bytes().isEmpty()) {
            return true;
        }
        int size = events.read(id).map(row -> row.json().length).orElse(0);
        bytes += size;
        over |= rule.bytes().isPresent() && bytes > rule.bytes().getAsLong();
        return !over || visitor.visit(id, size);
    }
}
