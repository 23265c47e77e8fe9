// SPDX-License-Identifier: MIT
package org.throng.relay.feed;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.throng.cipher.Bytes;
import org.throng.cipher.Sha256;
import org.throng.curve.PublicKey;
import org.throng.curve.Signature;
import org.throng.event.Event;
import org.throng.parcel.Header;
import org.throng.parcel.HeaderEvent;
import org.throng.parcel.Label;
import org.throng.parcel.Slot;
import org.throng.relay.Ledger;
import org.throng.store.Batch;
import org.throng.store.Store;
import org.throng.store.memory.MemoryStores;

/** A store, a clock that the test moves, and headers of strangers, whose signatures a feed does not look at. */
final class World {
    /** When the clock begins: a full hour, and a multiple of 600. */
    static final long NOW = 1_900_000_800L;

    static final byte[] PREFIX = Bytes.ascii("Lfeed/");

    BodyTables.Terms tables = BodyTables.Terms.NONE;
    final AtomicLong seconds = new AtomicLong(NOW);
    final Store store;
    final Path folder;
    private final Random random;

    World(Path folder) throws IOException {
        this(folder, 7);
    }

    /** @param seed of the random numbers that a feed draws: keys and lanes */
    World(Path folder, int seed) throws IOException {
        this.folder = folder;
        random = new Random(seed);
        store = memory();
    }

    static Store memory() throws IOException {
        return new MemoryStores().open(Path.of("feed"));
    }

    InstantSource clock() {
        return () -> Instant.ofEpochSecond(seconds.get());
    }

    RelayFeed feed(int depth) {
        return new RelayFeed(new FeedAccount.Terms(depth, 120, tables), clock(), random);
    }

    FeedAccount open() throws IOException {
        return open(0);
    }

    FeedAccount open(int depth) throws IOException {
        return open(feed(depth));
    }

    FeedAccount open(RelayFeed feed) throws IOException {
        return (FeedAccount) feed.open(new Ledger.Site(store, PREFIX, folder));
    }

    static byte[] record(int number) {
        byte[] first = Sha256.of(Bytes.u32(number));
        return Bytes.join(first, Sha256.of(first), Sha256.of(Bytes.u32(-number)), Sha256.of(Bytes.u32(number), first));
    }

    static Event header(int number, String label) {
        byte[] record = record(number);
        PublicKey e = PublicKey.of(Arrays.copyOf(record, PublicKey.LENGTH));
        Event.Unsigned unsigned = HeaderEvent.make(Header.of(record), new Slot(NOW), new Label(label));
        return new Event(
                unsigned.id(),
                e,
                unsigned.createdAt(),
                unsigned.kind(),
                unsigned.tags(),
                unsigned.content(),
                Signature.of(new byte[Signature.LENGTH]));
    }

    /** Enters headers {@code from} to {@code to - 1} of a crowd, as a relay would: some at a time. */
    void enter(FeedAccount feed, String label, int from, int to) throws IOException {
        for (int at = from; at < to; at += 100) {
            List<Event> some = new ArrayList<>();
            for (int i = at; i < Math.min(to, at + 100); i++) {
                some.add(header(i, label));
            }
            Batch batch = new Batch();
            feed.enter(some, batch);
            store.commit(batch);
            feed.kept();
        }
    }

    /** Moves the clock and has the tick of then made. */
    void tick(FeedAccount feed, long later) throws IOException {
        seconds.addAndGet(later);
        feed.tick();
    }
}
