// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import org.throng.event.Event;
import org.throng.event.EventId;
import org.throng.event.Filter;
import org.throng.store.StoreException;

/**
 * The stored events that fit a filter, newest first, for whoever operates the relay: no rule of reading applies, and no bound on what
 * is looked at. Reads past the cache, which is the clients'.
 */
final class ExportQuery {
    private static final int TOGETHER = 256;

    private final StoredEvents events;
    private final Filter filter;
    private final boolean gated;
    private final boolean exact;
    private final long now;
    private final PriorityQueue<Cursor> cursors = new PriorityQueue<>();
    private final PriorityQueue<byte[]> byId = new PriorityQueue<>(Arrays::compareUnsigned);
    private byte[] last = {};
    private long left;

    /** @param gated whether also what clients are served only where they are its parties */
    ExportQuery(StoredEvents events, Filter filter, boolean gated, long now) throws StoreException {
        this.events = events;
        this.filter = filter;
        this.gated = gated;
        this.now = now;
        left = filter.limit().isPresent() ? filter.limit().getAsInt() : Long.MAX_VALUE;
        if (filter.ids().isPresent()) {
            for (EventId id : filter.ids().get()) {
                Row row = events.read(id.bytes()).orElse(null);
                if (row != null) {
                    byId.add(Keys.place(row.event().createdAt(), id.bytes()));
                }
            }
            exact = false;
            return;
        }
        Plan plan = Plan.of(filter);
        exact = plan.exact();
        List<byte[]> indexes = plan.indexes();
        for (byte[] index : indexes) {
            add(new Cursor(
                    events.store(),
                    index,
                    filter.since().orElse(Long.MIN_VALUE),
                    filter.until().orElse(Long.MAX_VALUE),
                    TOGETHER / indexes.size()));
        }
    }

    private void add(Cursor cursor) throws StoreException {
        if (cursor.peek() != null) {
            cursors.add(cursor);
        }
    }

    /** The next event; {@code null} at the end. */
    Found next() throws StoreException {
        for (byte[] place = nextPlace(); place != null && left > 0; place = nextPlace()) {
            Vanishing.Veil veil = events.vanishing().veil();
            Row row = Arrays.equals(place, last)
                    ? null
                    : events.read(Keys.id(place)).orElse(null);
            last = place;
            if (row != null && !row.isOver(now) && fits(row, veil)) {
                left--;
                return new Found(place, row.json());
            }
        }
        return null;
    }

    private byte[] nextPlace() throws StoreException {
        if (cursors.isEmpty()) {
            return byId.poll();
        }
        Cursor newest = cursors.remove();
        byte[] place = newest.peek();
        newest.advance();
        add(newest);
        return place;
    }

    private boolean fits(Row row, Vanishing.Veil veil) throws StoreException {
        if (!gated && ReadRules.isRestricted(row.kind())) {
            return false;
        }
        if (exact && veil.isEmpty()) {
            return true; // its place in the index says all: the JSON need not be read
        }
        Event event = row.event();
        return filter.matches(event) && !veil.hides(event);
    }
}
