// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import org.throng.curve.PublicKey;
import org.throng.event.Event;
import org.throng.event.EventId;
import org.throng.event.Filter;
import org.throng.store.StoreException;

/** The stored events that fit one filter and that the reader may read, newest first, the lowest id first among equals. */
final class FilterQuery {
    private final StoredEvents events;
    private final Filter filter;
    private final Set<PublicKey> reader;
    private final long now;
    private final Budget budget;
    private final boolean exact;
    private final PriorityQueue<Cursor> cursors = new PriorityQueue<>();
    private Queue<Found> byId;
    private byte[] last = {};
    private final boolean asked;
    private long left;

    /** @param limit events at most */
    FilterQuery(StoredEvents events, Filter filter, long limit, Set<PublicKey> reader, long now, Budget budget)
            throws StoreException {
        this.events = events;
        this.filter = filter;
        this.reader = reader;
        this.now = now;
        this.budget = budget;
        this.left = limit;
        asked = limit > 0;
        if (filter.ids().isPresent()) {
            exact = filter.asksForIdsOnly();
            byId = limit == 0 ? new PriorityQueue<>() : readIds();
        } else {
            Plan plan = Plan.of(filter);
            exact = plan.exact();
            long each = limit / Math.max(1, plan.indexes().size()) + 1;
            for (byte[] index : limit == 0 ? java.util.List.<byte[]>of() : plan.indexes()) {
                add(new Cursor(
                        events.store(),
                        index,
                        filter.since().orElse(Long.MIN_VALUE),
                        filter.until().orElse(Long.MAX_VALUE),
                        each));
            }
        }
    }

    private void add(Cursor cursor) throws StoreException {
        if (cursor.peek() != null) {
            cursors.add(cursor);
        }
    }

    private Queue<Found> readIds() throws StoreException {
        Queue<Found> found = new PriorityQueue<>(Comparator.comparing(Found::place, Arrays::compareUnsigned));
        for (EventId id : filter.ids().orElseThrow()) {
            budget.spend();
            Vanishing.Veil veil = events.vanishing().veil();
            Row row = events.find(id.bytes()).orElse(null);
            if (row != null && fits(row, veil)) {
                found.add(new Found(Keys.place(row.createdAt(), id.bytes()), row.json()));
            }
        }
        return found;
    }

    /** The next event; {@code null} at the end, {@link Found#NOT_YET} where a turn is over. */
    Found next() throws StoreException {
        Found found = left == 0 ? null : byId != null ? byId.poll() : walk();
        if (found != null && !Found.isNotYet(found)) {
            left--;
        }
        return found;
    }

    /** At the end: whether the limit left nothing out. What fits no more is not looked for. */
    boolean isFinished() {
        return asked && (byId == null ? cursors.isEmpty() : byId.isEmpty());
    }

    private Found walk() throws StoreException {
        while (!cursors.isEmpty()) {
            if (budget.isPauseDue()) {
                return Found.NOT_YET;
            }
            Cursor newest = cursors.remove();
            byte[] place = newest.peek();
            newest.advance();
            add(newest);
            budget.spend();
            if (!Arrays.equals(place, last)) { // it may stand under two values of one tag
                last = place;
                Vanishing.Veil veil = events.vanishing().veil();
                Row row = events.find(Keys.id(place)).orElse(null);
                if (row != null && fits(row, veil)) {
                    return new Found(place, row.json());
                }
            }
        }
        return null;
    }

    private boolean fits(Row row, Vanishing.Veil veil) throws StoreException {
        if (row.isOver(now)) {
            return false;
        }
        if (exact && !ReadRules.isRestricted(row.kind()) && veil.isEmpty()) {
            return true;
        }
        return mayHave(row.event(), veil);
    }

    private boolean mayHave(Event event, Vanishing.Veil veil) {
        return filter.matches(event) && ReadRules.mayRead(event, reader) && !veil.hides(event);
    }
}
