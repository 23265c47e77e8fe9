// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.throng.curve.PublicKey;
import org.throng.event.Event;
import org.throng.event.EventId;
import org.throng.parcel.HeaderEvent;
import org.throng.store.Store;
import org.throng.store.StoreException;

/**
 * The events in the store and the rules by which one keeps out, replaces or erases another: duplicates, versions,
 * deletions (NIP-09), one header for each key (docs/protocol.md, section 3).
 *
 * <p>What is erased is gone from here alone: an entry that a ledger made of it stays ({@link Ledgers}).
 *
 * <p>{@link #add}, {@link #sweep} and whatever else changes something are for one thread at a time, which holds {@link #writing};
 * reading is for all.
 */
final class StoredEvents {
    /** How long the key of a header is remembered. */
    static final long HEADER_MEMORY = 35L * 86_400;

    private static final int KIND_DELETION = 5;
    private static final int KIND_WRAP = 1059;

    private final ReentrantLock writing = new ReentrantLock(true);
    private final Store store;
    private final Vanishing vanishing;
    private final RowCache rows;
    private volatile RetentionRules retention = RetentionRules.NONE;
    private long count;
    private volatile long committed;

    /** @param cacheBytes that events may take in memory */
    StoredEvents(Store store, long cacheBytes) throws StoreException {
        this.store = store;
        rows = new RowCache(store, cacheBytes);
        vanishing = new Vanishing(store);
        this.count = store.get(Keys.COUNT).map(Keys::number).orElse(0L);
        this.committed = count;
    }

    Store store() {
        return store;
    }

    /** Held by whoever changes events, for one batch. */
    ReentrantLock writing() {
        return writing;
    }

    /** From now on nothing is taken in that is too old to be kept. */
    void retain(RetentionRules rules) {
        retention = rules;
    }

    RetentionRules retention() {
        return retention;
    }

    Vanishing vanishing() {
        return vanishing;
    }

    /** Events that are stored. */
    long count() {
        return committed;
    }

    Optional<Row> find(byte[] id) throws StoreException {
        return rows.find(EventId.of(id));
    }

    /** As it lies in the store; what is read so takes nobody's place in the cache. */
    Optional<Row> read(byte[] id) throws StoreException {
        return store.get(Keys.event(id)).map(Row::read);
    }

    /** What keeps an event out, duplicates included; changes nothing. For any thread that has an overlay of its own. */
    Optional<Outcome> obstacle(Overlay overlay, Event event, long now) throws StoreException {
        if (vanishing.isInTheWayOf(event, now) && !vanishing.covers(overlay, event)) {
            return Optional.of(Outcome.refused(
                    "error: all events of its author or receiver are being erased, try again in a minute"));
        }
        if (overlay.get(Keys.event(event.id().bytes())).isPresent()) {
            return Optional.of(Outcome.DUPLICATE);
        }
        if (isDeleted(overlay, event)) {
            return Optional.of(Outcome.refused("blocked: its author deleted this event"));
        }
        if (vanishing.covers(overlay, event)) {
            return Optional.of(Outcome.refused("blocked: whom it is of or for asked to vanish since"));
        }
        if (retention.isTooOld(event.kind(), event.createdAt(), now)) {
            return Optional.of(
                    Outcome.refused("blocked: events of this kind are not kept so long, see 'retention' in NIP-11"));
        }
        Optional<Address> address = Address.of(event);
        if (address.isPresent()) {
            Optional<byte[]> current = overlay.get(Keys.newest(address.get()));
            byte[] version = Keys.place(event.createdAt(), event.id().bytes());
            // places order as NIP-01 does: newer first, and the lower id of two that are equally old
            if (current.isPresent() && Arrays.compareUnsigned(current.get(), version) < 0) {
                return Optional.of(Outcome.refused("invalid: a newer version of this event is here"));
            }
        }
        if (event.kind() == HeaderEvent.KIND && isHeaderNoted(overlay, event.pubkey(), now)) {
            return Optional.of(
                    Outcome.refused("invalid: this key has posted a header; each header has a key of its own"));
        }
        return Optional.empty();
    }

    /** Adds an event to what the overlay will write. */
    Outcome add(Overlay overlay, Event event, Row row, long now) throws StoreException {
        Optional<Outcome> obstacle = obstacle(overlay, event, now);
        if (obstacle.isPresent()) {
            return obstacle.get();
        }
        byte[] key = Keys.event(event.id().bytes());
        Optional<Address> address = Address.of(event);
        if (address.isPresent()) {
            byte[] newest = Keys.newest(address.get());
            Optional<byte[]> current = overlay.get(newest);
            if (current.isPresent()) {
                erase(overlay, Keys.id(current.get()));
            }
            overlay.put(newest, Keys.place(event.createdAt(), event.id().bytes()));
        }
        if (event.kind() == HeaderEvent.KIND) {
            noteHeader(overlay, event.pubkey(), now);
        }
        overlay.put(key, row.bytes());
        Keys.indexes(event).forEach(index -> overlay.put(index, new byte[0]));
        if (row.expiration() != Expiration.NEVER) {
            overlay.put(Keys.eraseAt(row.expiration(), key), new byte[0]);
        }
        if (event.kind() == KIND_DELETION) {
            delete(overlay, event);
        }
        if (event.kind() == Vanishing.KIND) {
            vanishing.request(overlay, event);
        }
        changeCount(overlay, 1);
        return Outcome.STORED;
    }

    private static boolean isHeaderNoted(Overlay overlay, PublicKey author, long now) throws StoreException {
        Optional<byte[]> until = overlay.get(Keys.headerOf(author));
        return until.isPresent() && Keys.number(until.get()) > now;
    }

    private static void noteHeader(Overlay overlay, PublicKey author, long now) {
        byte[] key = Keys.headerOf(author);
        overlay.put(key, Keys.number(now + HEADER_MEMORY));
        overlay.put(Keys.eraseAt(now + HEADER_MEMORY, key), new byte[0]);
    }

    private static void forgetHeader(Overlay overlay, byte[] key, long now) throws StoreException {
        Optional<byte[]> until = overlay.get(key);
        if (until.isPresent() && Keys.number(until.get()) <= now) {
            overlay.delete(key); // else the key came again since, and has another date
        }
    }

    private static boolean isDeleted(Overlay overlay, Event event) throws StoreException {
        if (isForGood(event)) {
            return false;
        }
        for (PublicKey owner : owners(event)) {
            if (overlay.get(Keys.deletedBy(event.id(), owner)).isPresent()) {
                return true;
            }
        }
        Optional<Address> address = Address.of(event);
        Optional<byte[]> upTo = address.isPresent() ? overlay.get(Keys.deletedUpTo(address.get())) : Optional.empty();
        return upTo.isPresent() && Keys.number(upTo.get()) >= event.createdAt();
    }

    /** Whether no deletion takes it back: one of those itself (NIP-09), or a request to vanish (NIP-62). */
    private static boolean isForGood(Event event) {
        return event.kind() == KIND_DELETION || event.kind() == Vanishing.KIND;
    }

    /** Who may delete it: its author; of a wrap, whose author is a key for once, the receiver. */
    static List<PublicKey> owners(Event event) {
        List<PublicKey> owners = new ArrayList<>(List.of(event.pubkey()));
        if (event.kind() == KIND_WRAP) {
            event.tag("p")
                    .filter(key -> key.matches("[0-9a-f]{64}"))
                    .map(PublicKey::ofHex)
                    .ifPresent(owners::add);
        }
        return owners;
    }

    private void delete(Overlay overlay, Event deletion) throws StoreException {
        for (List<String> tag : deletion.tags()) {
            if (tag.size() > 1 && tag.get(0).equals("e") && tag.get(1).matches("[0-9a-f]{64}")) {
                deleteEvent(overlay, EventId.ofHex(tag.get(1)), deletion.pubkey());
            } else if (tag.size() > 1 && tag.get(0).equals("a")) {
                Optional<Address> address = Address.read(tag.get(1));
                if (address.isPresent() && address.get().author().equals(deletion.pubkey())) {
                    deleteVersions(overlay, address.get(), deletion.createdAt());
                }
            }
        }
    }

    private void deleteEvent(Overlay overlay, EventId id, PublicKey by) throws StoreException {
        Optional<byte[]> value = overlay.get(Keys.event(id.bytes()));
        if (value.isPresent()) {
            Event event = Row.read(value.get()).event();
            if (isForGood(event) || !owners(event).contains(by)) {
                return;
            }
            erase(overlay, id.bytes());
        }
        overlay.put(Keys.deletedBy(id, by), new byte[0]);
    }

    private void deleteVersions(Overlay overlay, Address address, long upTo) throws StoreException {
        byte[] key = Keys.deletedUpTo(address);
        Optional<byte[]> before = overlay.get(key);
        if (before.isEmpty() || Keys.number(before.get()) < upTo) {
            overlay.put(key, Keys.number(upTo));
        }
        Optional<byte[]> current = overlay.get(Keys.newest(address));
        if (current.isPresent() && Keys.createdAt(current.get()) <= upTo) {
            erase(overlay, Keys.id(current.get()));
        }
    }

    /** Removes an event with all that points at it. */
    void erase(Overlay overlay, byte[] id) throws StoreException {
        byte[] key = Keys.event(id);
        Optional<byte[]> value = overlay.get(key);
        if (value.isEmpty()) {
            return;
        }
        Row row = Row.read(value.get());
        Event event = row.event();
        overlay.delete(key);
        Keys.indexes(event).forEach(overlay::delete);
        if (row.expiration() != Expiration.NEVER) {
            overlay.delete(Keys.eraseAt(row.expiration(), key));
        }
        Optional<Address> address = Address.of(event);
        if (address.isPresent()) {
            byte[] newest = Keys.newest(address.get());
            Optional<byte[]> current = overlay.get(newest);
            if (current.isPresent() && Arrays.equals(Keys.id(current.get()), id)) {
                overlay.delete(newest);
            }
        }
        changeCount(overlay, -1);
    }

    private synchronized void changeCount(Overlay overlay, int by) {
        count += by;
        overlay.put(Keys.COUNT, Keys.number(count));
    }

    /** Whoever counts sees an event as gone when nobody finds it any more. */
    private synchronized void publishCount() {
        committed = count;
    }

    /** After a commit that failed: nothing of it is there. */
    synchronized void forget() throws StoreException {
        count = store.get(Keys.COUNT).map(Keys::number).orElse(0L);
        committed = count;
    }

    /**
     * Erases what is due, at most {@code most} entries.
     *
     * @return whether there may be more
     */
    boolean sweep(long now, int most) throws StoreException {
        List<byte[]> due = new ArrayList<>();
        store.scan(Keys.eraseAt(0, new byte[0]), Keys.eraseAt(now + 1, new byte[0]), (key, value) -> {
            due.add(key);
            return due.size() < most;
        });
        if (due.isEmpty()) {
            return false;
        }
        Overlay overlay = new Overlay(store);
        for (byte[] key : due) {
            byte[] target = Keys.erased(key);
            if (target[0] == 'e') {
                erase(overlay, Arrays.copyOfRange(target, 1, target.length));
            } else {
                forgetHeader(overlay, target, now);
            }
            overlay.delete(key);
        }
        commit(overlay);
        return due.size() >= most;
    }

    /** Makes a batch durable; where that fails nothing of it is there. */
    void commit(Overlay overlay) throws StoreException {
        try {
            overlay.commit();
        } catch (StoreException e) {
            forget();
            throw e;
        }
        overlay.deleted(Keys.EVENT, key -> rows.drop(EventId.of(Arrays.copyOfRange(key, 1, key.length))));
        publishCount();
    }
}
