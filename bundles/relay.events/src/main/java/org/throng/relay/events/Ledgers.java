// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.throng.event.Event;
import org.throng.relay.Ledger;
import org.throng.store.Batch;
import org.throng.store.StoreException;

/**
 * The ledgers that are open, and the one place where events and what ledgers write of them become one batch.
 *
 * <p>A ledger that was there all the time has a mark in the store, which goes before an event can be stored without it. Where
 * the mark is missing, all stored events of its kinds are shown to it first.
 *
 * <p>Threads: whatever changes something holds {@link StoredEvents#writing}, so openings and closings come between the batches of
 * events, and an erasure never stands between an event and its entry.
 */
final class Ledgers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Ledgers.class);
    private static final int SHOWN_TOGETHER = 512;

    private final StoredEvents events;
    private final Path folder;
    private volatile List<Open> all = List.of();

    private record Open(Ledger ledger, Ledger.Account account) {
        List<Event> of(List<Event> entered) {
            return entered.stream()
                    .filter(event -> ledger.kinds().contains(event.kind()))
                    .toList();
        }
    }

    Ledgers(StoredEvents events, Path folder) {
        this.events = events;
        this.folder = folder;
    }

    /** Opens one, and catches it up. One that cannot be opened is left out, and the log says why. */
    void add(Ledger ledger) {
        Ledger.Account account = null;
        events.writing().lock();
        try {
            account = ledger.open(new Ledger.Site(events.store(), Keys.ledger(ledger.name()), folder));
            Open open = new Open(ledger, account);
            if (events.store().get(Keys.complete(ledger.name())).isEmpty()) {
                catchUp(open);
                events.store().commit(new Batch().put(Keys.complete(ledger.name()), new byte[0]));
            }
            List<Open> more = new ArrayList<>(all);
            more.add(open);
            all = List.copyOf(more);
        } catch (IOException | RuntimeException e) {
            LOG.error(
                    "The ledger '{}' does not open, the relay goes on without it: {}",
                    ledger.name(),
                    e.getMessage(),
                    e);
            if (account != null) {
                account.close();
            }
        } finally {
            events.writing().unlock();
        }
    }

    /** All that are here were added, and events will be stored: whoever is not here misses them. */
    void begin() throws StoreException {
        events.writing().lock();
        try {
            Batch batch = new Batch();
            events.store().scan(Keys.complete(""), new byte[] {'l' + 1}, (key, value) -> {
                if (all.stream()
                        .noneMatch(open ->
                                Arrays.equals(key, Keys.complete(open.ledger().name())))) {
                    batch.delete(key);
                }
                return true;
            });
            if (!batch.isEmpty()) {
                events.store().commit(batch);
            }
        } finally {
            events.writing().unlock();
        }
    }

    /** Closes one; from now on events are stored without it. */
    void remove(Ledger ledger) {
        events.writing().lock();
        try {
            Optional<Open> open =
                    all.stream().filter(one -> one.ledger() == ledger).findFirst();
            if (open.isPresent()) {
                all = all.stream().filter(one -> one.ledger() != ledger).toList();
                open.get().account().close();
                forget(ledger.name());
            }
        } finally {
            events.writing().unlock();
        }
    }

    private void forget(String name) {
        try {
            events.store().commit(new Batch().delete(Keys.complete(name)));
        } catch (StoreException e) {
            LOG.error("It could not be noted that the ledger '{}' is gone: {}", name, e.getMessage(), e);
        }
    }

    private void catchUp(Open open) throws StoreException {
        long entered = 0;
        for (int kind : open.ledger().kinds()) {
            entered += catchUp(open, kind);
        }
        if (entered > 0) {
            LOG.info(
                    "The ledger '{}' took in {} events that were stored without it",
                    open.ledger().name(),
                    entered);
        }
    }

    /** Oldest first, some at a time. */
    private long catchUp(Open open, int kind) throws StoreException {
        byte[] index = Keys.kind(kind);
        List<Event> some = new ArrayList<>();
        long[] entered = {0};
        events.store()
                .scanBack(Keys.notAfter(index, Long.MAX_VALUE), Keys.notBefore(index, Long.MIN_VALUE), (key, value) -> {
                    Optional<Row> row = events.find(Keys.id(Arrays.copyOfRange(key, index.length, key.length)));
                    if (row.isPresent()) {
                        some.add(row.get().event());
                    }
                    if (some.size() == SHOWN_TOGETHER) {
                        entered[0] += enterMissing(open, some);
                    }
                    return true;
                });
        return entered[0] + enterMissing(open, some);
    }

    private int enterMissing(Open open, List<Event> some) throws StoreException {
        List<Event> missing = some.isEmpty() ? List.of() : open.account().missing(List.copyOf(some));
        some.clear();
        if (!missing.isEmpty()) {
            commit(events, new Overlay(events.store()), missing, List.of(open));
        }
        return missing.size();
    }

    /** Whether somebody keeps account of a kind. */
    boolean want(int kind) {
        for (Open open : all) {
            if (open.ledger().kinds().contains(kind)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Makes a batch durable, with what ledgers write of the events that it stores.
     *
     * @param entered those that are new and of a kind that is {@link #want wanted}
     */
    void commit(Overlay overlay, Supplier<List<Event>> entered) throws StoreException {
        commit(events, overlay, all.isEmpty() ? List.of() : entered.get(), all);
    }

    private static void commit(StoredEvents stored, Overlay overlay, List<Event> entered, List<Open> ledgers)
            throws StoreException {
        List<Open> begun = new ArrayList<>();
        boolean kept = false;
        try {
            for (Open open : ledgers) {
                List<Event> its = open.of(entered);
                if (!its.isEmpty()) {
                    begun.add(open);
                    open.account().enter(its, overlay.batch());
                }
            }
            stored.commit(overlay);
            kept = true;
        } finally {
            for (Open open : begun) {
                if (kept) {
                    open.account().kept();
                } else {
                    open.account().lost();
                }
            }
        }
    }

    /** What they add to the relay's information document. */
    Map<String, String> information() {
        Map<String, String> members = new TreeMap<>();
        all.forEach(open -> members.putAll(open.account().information()));
        return Collections.unmodifiableMap(members);
    }

    /** Closes all; they have seen every event that was stored. */
    @Override
    public void close() {
        events.writing().lock();
        try {
            List<Open> open = all;
            all = List.of();
            open.forEach(one -> one.account().close());
        } finally {
            events.writing().unlock();
        }
    }
}
