// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.throng.curve.PublicKey;
import org.throng.event.Event;
import org.throng.policy.Policy;
import org.throng.store.Store;
import org.throng.store.StoreException;

/**
 * Requests to vanish (NIP-62): all that an author wrote up to a time is erased, deletions included, and so are wraps to them; none
 * of it is taken again. The request itself stays. And the operator's will that all of an author be erased: as above, but what the
 * author writes later is taken where nobody else refuses it.
 *
 * <p>It takes effect with a commit: from then on nothing of it is served, though it is erased step by step, so that somebody with a
 * million events does not hold up all others.
 *
 * <p>Threads: {@link Veil} any; all else the one that writes.
 */
final class Vanishing {
    static final int KIND = 62;
    private static final int KIND_WRAP = 1059;

    private final Store store;
    /** Replaced, never changed: who reads looks at it as it was and as it is. */
    private volatile Map<PublicKey, Long> open = Map.of();
    /** Until when nothing of an author is taken, in UNIX seconds: what was on its way when all of theirs was erased. */
    private final Map<PublicKey, Long> barred = new ConcurrentHashMap<>();

    Vanishing(Store store) throws StoreException {
        this.store = store;
        Map<PublicKey, Long> kept = new HashMap<>();
        store.scan(new byte[] {'W'}, new byte[] {'W' + 1}, (key, value) -> {
            kept.put(PublicKey.of(Arrays.copyOfRange(key, 1, key.length)), Keys.number(value));
            return true;
        });
        open = Map.copyOf(kept);
    }

    /** Makes a request part of a batch. */
    void request(Overlay overlay, Event request) throws StoreException {
        byte[] key = Keys.vanished(request.pubkey());
        Optional<byte[]> before = overlay.get(key);
        long until = Math.max(request.createdAt(), before.map(Keys::number).orElse(Long.MIN_VALUE));
        overlay.put(key, Keys.number(until));
        byte[] erasing = Keys.vanishing(request.pubkey());
        long already = overlay.get(erasing).map(Keys::number).orElse(Long.MIN_VALUE);
        overlay.put(erasing, Keys.number(Math.max(until, already)));
    }

    /** The batch with the request was committed. */
    void begin(Event request) {
        begin(request.pubkey(), request.createdAt());
    }

    private void begin(PublicKey author, long until) {
        Map<PublicKey, Long> more = new HashMap<>(open);
        more.merge(author, until, Math::max);
        open = Map.copyOf(more);
    }

    /**
     * Begins to erase all of an author and all wraps to them, but for requests to vanish; durable when this returns.
     *
     * @param now UNIX seconds
     * @return whether there is anything to erase
     */
    boolean eraseAll(StoredEvents events, PublicKey author, long now) throws StoreException {
        barred.values().removeIf(until -> until < now);
        barred.put(author, now + Policy.PATIENCE_SECONDS);
        if (find(events, author, Long.MAX_VALUE, 1).isEmpty()) {
            return false;
        }
        Overlay overlay = new Overlay(store);
        overlay.put(Keys.vanishing(author), Keys.number(Long.MAX_VALUE));
        events.commit(overlay);
        begin(author, Long.MAX_VALUE);
        return true;
    }

    /** Whether an event cannot be taken now, since all of one of its owners is being erased. */
    boolean isInTheWayOf(Event event, long now) {
        if (open.isEmpty() && barred.isEmpty()) {
            return false;
        }
        return event.kind() != KIND
                && StoredEvents.owners(event).stream()
                        .anyMatch(owner -> open.getOrDefault(owner, Long.MIN_VALUE) >= event.createdAt()
                                || barred.getOrDefault(owner, Long.MIN_VALUE) >= now);
    }

    /** Whether one of the keys that an event belongs to has vanished since. */
    boolean covers(Overlay overlay, Event event) throws StoreException {
        if (event.kind() == KIND) {
            return false;
        }
        for (PublicKey owner : StoredEvents.owners(event)) {
            Optional<byte[]> until = overlay.get(Keys.vanished(owner));
            if (until.isPresent() && Keys.number(until.get()) >= event.createdAt()) {
                return true;
            }
        }
        return false;
    }

    /** To be taken before something is read that may be on its way out. */
    Veil veil() {
        return new Veil(open);
    }

    /**
     * What is hidden from whoever began to read at a moment: what was to be erased then, for it may have been read before it
     * was erased and be looked at afterwards, and what is to be erased now.
     */
    final class Veil {
        private final Map<PublicKey, Long> before;

        private Veil(Map<PublicKey, Long> before) {
            this.before = before;
        }

        /** Whether it hides nothing. */
        boolean isEmpty() {
            return before.isEmpty() && open.isEmpty();
        }

        /** Whether an event that was read is about to be erased, or was erased meanwhile. */
        boolean hides(Event event) {
            return !isEmpty()
                    && event.kind() != KIND
                    && StoredEvents.owners(event).stream()
                            .anyMatch(owner -> hides(before, owner, event) || hides(open, owner, event));
        }

        private static boolean hides(Map<PublicKey, Long> gone, PublicKey owner, Event event) {
            return gone.getOrDefault(owner, Long.MIN_VALUE) >= event.createdAt();
        }
    }

    /**
     * Erases some of what is to go.
     *
     * @return whether there may be more
     */
    boolean erase(StoredEvents events, int most) throws StoreException {
        Optional<Map.Entry<PublicKey, Long>> first = open.entrySet().stream().findFirst();
        if (first.isEmpty()) {
            return false;
        }
        PublicKey author = first.get().getKey();
        long until = first.get().getValue();
        List<byte[]> ids = find(events, author, until, most);
        boolean done = ids.isEmpty();
        Overlay overlay = new Overlay(store);
        for (byte[] id : ids) {
            events.erase(overlay, id);
        }
        if (done) {
            overlay.delete(Keys.vanishing(author));
        }
        events.commit(overlay);
        if (done) {
            Map<PublicKey, Long> rest = new HashMap<>(open);
            rest.remove(author, until);
            open = Map.copyOf(rest);
        }
        return !open.isEmpty();
    }

    private List<byte[]> find(StoredEvents events, PublicKey author, long until, int most) throws StoreException {
        List<byte[]> ids = new ArrayList<>();
        find(events, Keys.author(author), until, most, ids);
        if (ids.size() < most) {
            find(events, Keys.tagAndKind('p', author.hex(), KIND_WRAP), until, most, ids);
        }
        return ids;
    }

    private void find(StoredEvents events, byte[] index, long until, int most, List<byte[]> ids) throws StoreException {
        store.scan(Keys.notAfter(index, until), Keys.notBefore(index, Long.MIN_VALUE), (key, value) -> {
            byte[] id = Keys.id(Arrays.copyOfRange(key, index.length, key.length));
            Optional<Row> row = events.find(id);
            if (row.isEmpty() || row.get().kind() != KIND) {
                ids.add(id);
            }
            return ids.size() < most;
        });
    }
}
