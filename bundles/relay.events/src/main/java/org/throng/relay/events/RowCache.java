// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import org.throng.event.EventId;
import org.throng.store.Store;
import org.throng.store.StoreException;

/**
 * Events in memory as they are served, in front of the store.
 *
 * <p>What is erased is dropped after the commit; a reader that loads it at the same moment is waited for, so that nothing that is
 * gone from the store stays here.
 *
 * <p>Threads: any.
 */
final class RowCache {
    private static final int OVERHEAD = 250;

    private final Store store;
    private final Cache<EventId, Row> rows;

    /** @param bytes that the rows may take, about */
    RowCache(Store store, long bytes) {
        this.store = store;
        rows = Caffeine.newBuilder()
                .maximumWeight(bytes)
                .weigher((EventId id, Row row) -> row.json().length + OVERHEAD)
                .executor(Runnable::run)
                .build();
    }

    /** What a reader meets while it loads. */
    private static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unreadable(StoreException cause) {
            super(cause);
        }

        StoreException reason() {
            return (StoreException) getCause();
        }
    }

    Optional<Row> find(EventId id) throws StoreException {
        try {
            return Optional.ofNullable(rows.get(id, this::load));
        } catch (Unreadable e) {
            throw e.reason();
        }
    }

    private Row load(EventId id) {
        try {
            return store.get(Keys.event(id.bytes())).map(Row::read).orElse(null);
        } catch (StoreException e) {
            throw new Unreadable(e);
        }
    }

    /** After the commit that erased it. */
    void drop(EventId id) {
        rows.invalidate(id);
    }
}
