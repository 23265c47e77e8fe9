// SPDX-License-Identifier: MIT
package org.throng.relay.feed;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.throng.event.Event;
import org.throng.event.EventJson;
import org.throng.event.MalformedException;
import org.throng.feed.Crowd;
import org.throng.feed.Crowds;
import org.throng.feed.Lane;
import org.throng.feed.LogName;
import org.throng.feed.Tick;
import org.throng.feed.Tile;
import org.throng.parcel.BodyEvent;
import org.throng.parcel.HeaderEvent;
import org.throng.parcel.Label;
import org.throng.relay.Ledger;
import org.throng.store.Batch;
import org.throng.store.Store;
import org.throng.store.StoreException;

/**
 * The feed of one open relay.
 *
 * <p>Two threads write. The relay's writer appends records: they go into its own batch, and count when it is on the disk. The
 * ticker appends a tick a minute, in batches of its own: it takes the heads that count, names them in the tick, signs the head
 * of the ticks when that is on the disk, and only then is any of it served. The lock guards the heads; nobody waits for the
 * disk under it.
 *
 * <p>Each opening appends to a lane of its own, a random number; the lanes before it only get older.
 */
final class FeedAccount implements Ledger.Account {
    private static final Logger LOG = LoggerFactory.getLogger(FeedAccount.class);
    private static final int DRAWS = 64;
    private static final int TICKS_OF_HOUR = 60;

    /** Ticks whose tables are served: who began to download has so many minutes. */
    private static final int TICKS_OF_TABLES = 3;

    private final Store store;
    private final FeedKeys keys;
    private final Retention retention;
    private final Terms terms;
    private final InstantSource clock;
    private final long lane;
    private final StoredLog ticks;
    private final TicksKey key;
    private final Object lock = new Object();
    private final Map<LogName, StoredLog> logs = new TreeMap<>();
    private final List<StoredLog> appended = new ArrayList<>();
    private final Ticker ticker;
    private final BodyTables tables;
    private final Deque<Published> recent = new ArrayDeque<>();
    private Tick newest;
    private Crowds newestCrowds;
    private volatile Published published;
    private volatile boolean closed;

    /**
     * What the operator decides.
     *
     * @param depth to which crowds may be split, 0 to 8
     * @param meanDelay seconds
     * @param tables of bodies
     */
    record Terms(int depth, long meanDelay, BodyTables.Terms tables) {}

    FeedAccount(Ledger.Site site, Terms terms, InstantSource clock, RandomGenerator random) throws IOException {
        store = site.store();
        keys = new FeedKeys(site.prefix());
        retention = new Retention(store, keys);
        this.terms = terms;
        this.clock = clock;
        tables = new BodyTables(store, keys, site.folder(), terms.tables());
        ticks = StoredLog.open(store, keys, FeedKeys.ticks());
        List<byte[]> ids = new ArrayList<>();
        store.scan(keys.sizes()[0], keys.sizes()[1], (name, value) -> {
            byte[] id = keys.logOfSize(name);
            if (!Arrays.equals(id, FeedKeys.ticks())) {
                ids.add(id);
            }
            return true;
        });
        for (byte[] id : ids) {
            logs.put(FeedKeys.name(id), StoredLog.open(store, keys, id));
        }
        lane = newLane(random);
        key = TicksKey.open(site.folder(), ticks, random);
        if (ticks.head().size() > 0) {
            newest = tickAt(ticks.head().size() - 1);
            newestCrowds = crowds(newest).orElseThrow(this::damaged);
        }
        tick();
        ticker = new Ticker(clock, this::tick);
    }

    private StoreException damaged() {
        return new StoreException("the store lacks the crowds of its last tick: it was damaged by something else");
    }

    private long newLane(RandomGenerator random) {
        for (int i = 0; i < DRAWS; i++) {
            long drawn = random.nextInt() & 0xffffffffL;
            if (logs.keySet().stream().noneMatch(name -> name.lane() == drawn)) {
                return drawn;
            }
        }
        throw new IllegalStateException("no number for a lane was found in " + DRAWS + " draws");
    }

    @Override
    public List<Event> missing(List<Event> stored) throws StoreException {
        List<Event> missing = new ArrayList<>();
        for (Event event : stored) {
            if (event.kind() == BodyEvent.KIND
                    ? isMissing(event)
                    : store.get(keys.entered(event.pubkey().bytes())).isEmpty()) {
                missing.add(event);
            }
        }
        return missing;
    }

    private boolean isMissing(Event event) throws StoreException {
        Optional<BodyEvent> body = body(event);
        return body.isPresent() && !tables.has(body.get());
    }

    /** A body that belongs into a table now. */
    private Optional<BodyEvent> body(Event event) {
        try {
            return Optional.of(BodyEvent.read(event))
                    .filter(one -> tables.wants(one, now()))
                    .filter(one -> depth(one.label()) <= published.tick().depth());
        } catch (MalformedException e) {
            LOG.warn("A stored body has another form than a table takes: {}", e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public void enter(List<Event> events, Batch batch) {
        Map<Label, List<byte[]>> records = new HashMap<>();
        for (Event event : events) {
            if (event.kind() == BodyEvent.KIND) {
                body(event).ifPresent(body -> tables.enter(body, batch));
                continue;
            }
            record(event).ifPresent(header -> {
                records.computeIfAbsent(header.label(), label -> new ArrayList<>())
                        .add(header.header().bytes());
                batch.put(keys.entered(event.pubkey().bytes()), new byte[0]);
            });
        }
        long now = now();
        synchronized (lock) {
            for (Map.Entry<Label, List<byte[]>> crowd : records.entrySet()) {
                StoredLog log = logs.get(new LogName(crowd.getKey(), lane));
                if (log == null) {
                    log = begin(new LogName(crowd.getKey(), lane));
                }
                log.append(crowd.getValue(), now, batch);
                appended.add(log);
            }
        }
    }

    private StoredLog begin(LogName name) {
        StoredLog log = StoredLog.empty(store, keys, FeedKeys.log(name));
        logs.put(name, log);
        return log;
    }

    /** A header whose crowd has a feed here: not one of a crowd that is deeper than what was announced. */
    private Optional<HeaderEvent> record(Event event) {
        try {
            HeaderEvent header = HeaderEvent.read(event);
            return Optional.of(header)
                    .filter(one -> depth(one.label()) <= published.tick().depth());
        } catch (MalformedException e) {
            LOG.warn("A stored header has another form than a feed takes: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private static int depth(Label label) {
        return label.text().length() - 3;
    }

    @Override
    public void kept() {
        synchronized (lock) {
            appended.forEach(StoredLog::kept);
            appended.clear();
        }
    }

    @Override
    public void lost() {
        synchronized (lock) {
            appended.forEach(StoredLog::lost);
            appended.clear();
        }
    }

    /** Appends the tick of this minute, where it is not there yet, and publishes the newest one, where that failed before. */
    void tick() throws IOException {
        long now = now();
        long number = now / Tick.SECONDS;
        if (newest == null || newest.number() < number) {
            append(number, now);
        }
        if (published == null || !published.tick().equals(newest)) {
            publish();
        }
    }

    private void append(long number, long now) throws IOException {
        Map<LogName, StoredLog> all;
        synchronized (lock) {
            all = new TreeMap<>(logs);
        }
        if (newest == null || newest.number() / TICKS_OF_HOUR != number / TICKS_OF_HOUR) {
            tidy(all, number, now);
        }
        Crowds crowds = crowds(all);
        Depths depths = Depths.after(Optional.ofNullable(newest), number, terms.depth());
        Batch batch = new Batch();
        tables.roll(now, batch);
        Tick plain = Tick.of(number, depths.depth(), terms.meanDelay(), crowds.root(), depths.next());
        Tick tick = tables.isOn()
                ? plain.withTables(
                        tables.span(), BodyTables.tables(tables.current()).root())
                : plain;
        if (newest == null || !newest.root().equals(tick.root())) {
            batch.put(keys.crowds(number), crowds.bytes());
        }
        ticks.append(List.of(tick.bytes()), now, batch);
        try {
            store.commit(batch);
        } catch (StoreException e) {
            ticks.lost();
            throw e;
        }
        ticks.kept();
        newest = tick;
        newestCrowds = crowds;
    }

    /** Once an hour. Each step may be cut off by a crash and is done again. */
    private void tidy(Map<LogName, StoredLog> all, long number, long now) throws StoreException {
        Batch batch = new Batch();
        for (Map.Entry<LogName, StoredLog> one : List.copyOf(all.entrySet())) {
            boolean ended = one.getKey().lane() != lane;
            if (Retention.isOver(one.getValue(), ended, now)) {
                retention.erase(one.getValue(), batch);
                retention.drop(one.getValue(), batch);
                all.remove(one.getKey());
                synchronized (lock) {
                    logs.remove(one.getKey());
                }
            } else {
                retention.erase(one.getValue(), batch);
                retention.raise(one.getValue(), ended, now, batch);
            }
        }
        retention.thin(number, batch);
        if (!batch.isEmpty()) {
            store.commit(batch);
        }
    }

    /** What counts of these logs. */
    private Crowds crowds(Map<LogName, StoredLog> all) throws StoreException {
        Map<Label, List<Lane>> lanes = new TreeMap<>((one, other) -> one.text().compareTo(other.text()));
        for (Map.Entry<LogName, StoredLog> one : all.entrySet()) {
            StoredLog.Head head;
            synchronized (lock) {
                head = one.getValue().head();
            }
            if (head.size() > 0) {
                long minimum = one.getValue().minimum();
                lanes.computeIfAbsent(one.getKey().label(), label -> new ArrayList<>())
                        .add(new Lane(one.getKey().lane(), minimum, head.size(), head.root()));
            }
        }
        return new Crowds(lanes.entrySet().stream()
                .map(crowd -> new Crowd(crowd.getKey(), crowd.getValue()))
                .toList());
    }

    private void publish() throws IOException {
        StoredLog.Head head = ticks.head();
        byte[] checkpoint = key.signTicks(head.size(), head.root()).bytes();
        // after a start within one minute the files may be those of a tick that was never made
        boolean same = newest.tables()
                .equals(Optional.of(BodyTables.tables(tables.current()).root()));
        Published now =
                new Published(newest, newestCrowds, head.size(), checkpoint, same ? tables.current() : Map.of());
        published = now;
        synchronized (recent) {
            recent.addFirst(now);
            while (recent.size() > TICKS_OF_TABLES) {
                recent.removeLast();
            }
        }
    }

    /** The tables of one of the last ticks; empty for another one, and where there are none. */
    Optional<Map<Label, TableFile>> tablesAt(long number) {
        synchronized (recent) {
            return recent.stream()
                    .filter(one ->
                            one.tick().number() == number && one.tick().tables().isPresent())
                    .filter(one -> one.tick()
                            .tables()
                            .equals(Optional.of(BodyTables.tables(one.tables()).root())))
                    .findFirst()
                    .map(Published::tables);
        }
    }

    Published published() {
        return published;
    }

    /** The signed head of one log, or empty where the last tick does not name it. */
    Optional<byte[]> checkpoint(LogName name) {
        Published now = published;
        return now.crowds().lane(name).map(head -> now.checkpoint(name, head, key));
    }

    StoredLog ticks() {
        return ticks;
    }

    /** A log, or empty where there is none. */
    Optional<StoredLog> log(LogName name) {
        synchronized (lock) {
            return Optional.ofNullable(logs.get(name));
        }
    }

    /** The crowds of a tick, or empty where there was none then or they are not kept. */
    Optional<Crowds> crowdsAt(long number) throws StoreException {
        Optional<Tick> tick = find(number);
        return tick.isEmpty() ? Optional.empty() : crowds(tick.get());
    }

    private Optional<Crowds> crowds(Tick tick) throws StoreException {
        byte[][] newest = {null};
        store.scanBack(keys.crowds(0), keys.crowds(tick.number() + 1), (name, value) -> {
            newest[0] = value;
            return false;
        });
        if (newest[0] == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Crowds.read(newest[0]))
                    .filter(crowds -> crowds.root().equals(tick.root()));
        } catch (MalformedException e) {
            throw new StoreException("the store holds crowds that are none: it was damaged by something else", e);
        }
    }

    /** Ticks stand in order of their numbers. */
    private Optional<Tick> find(long number) throws StoreException {
        long low = 0;
        long high = published.ticks() - 1;
        while (low <= high) {
            long middle = (low + high) / 2;
            Tick tick = tickAt(middle);
            if (tick.number() == number) {
                return Optional.of(tick);
            }
            if (tick.number() < number) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return Optional.empty();
    }

    private Tick tickAt(long index) throws StoreException {
        int within = (int) (index % Tile.WIDTH);
        Tile tile = new Tile(Tile.Kind.ENTRIES, 0, index / Tile.WIDTH, within + 1);
        try {
            return Tick.read(ticks.entries(tile).orElseThrow(this::damaged).get(within));
        } catch (MalformedException e) {
            throw new StoreException("the store holds a tick that is none: it was damaged by something else", e);
        }
    }

    boolean isClosed() {
        return closed;
    }

    /** The lane of this opening. */
    long lane() {
        return lane;
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }

    /** The prefix is empty: the feed is where the relay is, whatever its address. */
    @Override
    public Map<String, String> information() {
        StringBuilder json = new StringBuilder("{\"prefix\":\"\",\"key\":");
        EventJson.writeString(json, key.verifier());
        return Map.of("throng", json.append('}').toString());
    }

    @Override
    public void close() {
        closed = true;
        ticker.close();
    }
}
