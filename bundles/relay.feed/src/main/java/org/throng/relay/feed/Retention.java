// SPDX-License-Identifier: MIT
package org.throng.relay.feed;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.throng.cipher.Bytes;
import org.throng.curve.PublicKey;
import org.throng.event.MalformedException;
import org.throng.feed.EntryBundle;
import org.throng.feed.Tick;
import org.throng.feed.Tile;
import org.throng.store.Batch;
import org.throng.store.Store;
import org.throng.store.StoreException;

/**
 * What the feed lets go of: records after 35 days, in whole bundles, or with the last of them in a lane that ended. The
 * minimum index rises in one tick, and what lies below it is erased with a later one: no tick names what is not there.
 */
final class Retention {
    /** Seconds that a record stays. */
    static final long RECORDS = 35L * 86_400;

    /** Seconds that an ended lane without records is still named in ticks, so that who looks monthly sees why it went. */
    static final long EMPTY_LANES = RECORDS;

    /** Ticks whose crowds are all kept; older ones only where they are the last of their day. */
    static final long EACH_TICK = 2L * Tick.DAY;

    private static final long CROWDS = RECORDS / Tick.SECONDS;

    private final Store store;
    private final FeedKeys keys;

    Retention(Store store, FeedKeys keys) {
        this.store = store;
        this.keys = keys;
    }

    /** Erases what lies below a log's minimum. */
    void erase(StoredLog log, Batch batch) throws StoreException {
        long minimum = log.minimum();
        byte[] id = log.id();
        store.scan(keys.bundle(id, 0), keys.bundle(id, minimum / Tile.WIDTH), (key, value) -> {
            batch.delete(key);
            byte[] bundle = new byte[value.length - Long.BYTES];
            System.arraycopy(value, Long.BYTES, bundle, 0, bundle.length);
            try {
                EntryBundle.read(bundle, Tile.WIDTH).forEach(record -> batch.delete(entered(record)));
            } catch (MalformedException e) {
                throw new StoreException("the store holds a bundle that is none: it was damaged by something else", e);
            }
            return true;
        });
        store.scan(keys.entry(id, 0), keys.entry(id, minimum), (key, value) -> {
            batch.delete(key);
            batch.delete(entered(value));
            return true;
        });
    }

    private byte[] entered(byte[] record) {
        return keys.entered(Arrays.copyOf(record, PublicKey.LENGTH));
    }

    /**
     * Raises a log's minimum where records are old enough.
     *
     * @param ended whether nothing will be appended to it any more
     */
    void raise(StoredLog log, boolean ended, long now, Batch batch) throws StoreException {
        byte[] id = log.id();
        StoredLog.Head head = log.head();
        long before = log.minimum();
        long[] minimum = {before};
        store.scan(keys.bundle(id, before / Tile.WIDTH), keys.bundle(id, head.size() / Tile.WIDTH), (key, value) -> {
            boolean old = FeedKeys.number(value) < now - RECORDS;
            if (old) {
                minimum[0] = (FeedKeys.last(key) + 1) * Tile.WIDTH;
            }
            return old;
        });
        if (ended && head.time() < now - RECORDS) {
            minimum[0] = head.size();
        }
        if (minimum[0] > before) {
            batch.put(keys.minimum(id), Bytes.u64(minimum[0]));
        }
    }

    /** Whether an ended log need not be named any more. */
    static boolean isOver(StoredLog log, boolean ended, long now) throws StoreException {
        StoredLog.Head head = log.head();
        return ended && head.time() < now - RECORDS - EMPTY_LANES && log.minimum() == head.size();
    }

    /** Erases all that is left of a log. */
    void drop(StoredLog log, Batch batch) throws StoreException {
        byte[] id = log.id();
        batch.delete(keys.size(id)).delete(keys.minimum(id));
        store.scan(keys.hash(id, 0, 0), keys.hash(id, 0xff, 0), (key, value) -> {
            batch.delete(key);
            return true;
        });
    }

    /** Thins out the crowds of earlier ticks. */
    void thin(long tick, Batch batch) throws StoreException {
        List<Long> kept = new ArrayList<>();
        store.scan(keys.crowds(0), keys.crowds(tick - EACH_TICK), (key, value) -> {
            kept.add(FeedKeys.last(key));
            return true;
        });
        for (int i = 0; i + 1 < kept.size(); i++) {
            boolean lastOfDay = kept.get(i) / Tick.DAY != kept.get(i + 1) / Tick.DAY;
            if (!lastOfDay || kept.get(i + 1) < tick - CROWDS) {
                batch.delete(keys.crowds(kept.get(i)));
            }
        }
    }
}
