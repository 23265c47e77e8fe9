// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.throng.curve.PublicKey;
import org.throng.event.Filter;
import org.throng.store.StoreException;

/**
 * The stored events that fit any of several filters, each once, newest first. Can be left and taken up again at any
 * event: what is stored meanwhile is not in it, as its place has been passed, or is.
 *
 * <p>Threads: one at a time.
 */
final class Query {
    private final List<FilterQuery> queries = new ArrayList<>();
    private final List<Found> heads = new ArrayList<>();
    private final Budget budget;

    /** @param limit of each filter */
    Query(
            StoredEvents events,
            List<Filter> filters,
            ToLongFunction<Filter> limit,
            Set<PublicKey> reader,
            long now,
            Budget budget)
            throws StoreException {
        this.budget = budget;
        for (Filter filter : filters) {
            FilterQuery query = new FilterQuery(events, filter, limit.applyAsLong(filter), reader, now, budget);
            queries.add(query);
            heads.add(Found.NOT_YET);
        }
    }

    /** The next event; {@code null} at the end, {@link Found#NOT_YET} where a turn is over and others are to have theirs. */
    Found next() throws StoreException {
        if (budget.isPauseDue()) {
            return pause();
        }
        for (int i = 0; i < heads.size(); i++) {
            if (Found.isNotYet(heads.get(i))) {
                heads.set(i, queries.get(i).next());
            }
            if (Found.isNotYet(heads.get(i))) {
                return pause();
            }
        }
        Found newest = null;
        for (Found head : heads) {
            if (head != null && (newest == null || Arrays.compareUnsigned(head.place(), newest.place()) < 0)) {
                newest = head;
            }
        }
        for (int i = 0; newest != null && i < heads.size(); i++) {
            if (heads.get(i) != null && Arrays.equals(heads.get(i).place(), newest.place())) {
                heads.set(i, queries.get(i).next());
            }
        }
        return newest;
    }

    private Found pause() {
        budget.goOn();
        return Found.NOT_YET;
    }

    /** At the end: whether no filter's limit left anything out. */
    boolean isFinished() {
        return queries.stream().allMatch(FilterQuery::isFinished);
    }
}
