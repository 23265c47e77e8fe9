// SPDX-License-Identifier: MIT
package org.throng.feed;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.throng.parcel.Header;

/**
 * The records of one lane, from an index on, each with the day of the first tick that covers it. While it goes through the log it
 * proves that the heads of the days between were true. Not for use by several threads.
 */
public final class LaneReader {
    private static final int BUNDLE = Tile.WIDTH * (2 + Header.LENGTH);

    /** Bundles that are on their way while one is worked on. */
    private static final int AHEAD = 16;

    private final LogName name;
    private final Lane lane;
    private final long from;
    private final FeedReader.Documents documents;
    private final List<Passed> passed = new ArrayList<>();
    private long newestDay;
    private CheckedLog log;
    private long announced;

    /** A head that the log had at the end of a day. */
    private record Passed(long size, Hash root, long day) {}

    /**
     * A record.
     *
     * @param bytes 128
     * @param day its log day: UTC days since 1970
     */
    public record Logged(byte[] bytes, long day) {}

    private LaneReader(LogName name, Lane lane, long from, FeedReader.Documents documents) {
        this.name = name;
        this.lane = lane;
        this.from = Math.max(from, lane.minimum());
        this.documents = documents;
    }

    /** @param start what was there of it at the time since which it is read */
    static LaneReader of(LogName name, Lane lane, Optional<Lane> start, FeedReader.Documents documents)
            throws WrongFeedException {
        LaneReader reader = new LaneReader(name, lane, start.map(Lane::size).orElse(0L), documents);
        if (start.isPresent()) {
            reader.grows(start.get());
        }
        return reader;
    }

    /** It had this head at the end of a day; days are told in order. */
    void passes(Lane then, long day) throws WrongFeedException {
        grows(then);
        passed.add(new Passed(then.size(), then.root(), day));
    }

    void ends(long day) {
        newestDay = day;
    }

    private void grows(Lane then) throws WrongFeedException {
        if (then.size() > lane.size() || then.minimum() > lane.minimum()) {
            throw new WrongFeedException(
                    "the log " + name + " is shorter than before, or has records again that it had let go");
        }
        if (then.size() == lane.size() && !then.root().equals(lane.root())) {
            throw new WrongFeedException(
                    "the log " + name + " has two roots for its first " + then.size() + " records");
        }
    }

    /** That it begins with what it was; where those records are gone nothing can be proven any more. */
    void proveGrowth(Optional<Lane> before) throws IOException, WrongFeedException {
        if (before.isPresent() && before.get().size() < lane.size()) {
            prove(before.get().size(), before.get().root());
        }
    }

    private void prove(long size, Hash root) throws IOException, WrongFeedException {
        boolean there = size % Tile.WIDTH == 0 || size / Tile.WIDTH * Tile.WIDTH + Tile.WIDTH > lane.minimum();
        if (there && lane.minimum() < lane.size() && !log().rootOf(size).equals(root)) {
            throw new WrongFeedException("the log " + name + " was rewritten: its first " + size
                    + " records are others than before, " + root.hex());
        }
    }

    private CheckedLog log() throws IOException, WrongFeedException {
        if (log == null) {
            log = CheckedLog.open(
                    "the log " + name,
                    lane.size(),
                    lane.root(),
                    tile -> documents
                            .get(path(tile), BUNDLE)
                            .orElseThrow(() -> new IOException("the relay has no " + path(tile))),
                    Header.LENGTH);
        }
        return log;
    }

    private String path(Tile tile) {
        return name.path() + "/" + tile.path();
    }

    /** The lane's number, u32. */
    public long id() {
        return name.lane();
    }

    /** The first index that may be wanted. */
    public long from() {
        return from;
    }

    /** Where it ends. */
    public long size() {
        return lane.size();
    }

    /**
     * The records from an index to the end of its bundle, VOID ones left out.
     *
     * @param index from {@link #from} to below {@link #size}
     */
    public List<Logged> read(long index) throws IOException, WrongFeedException {
        long n = index / Tile.WIDTH;
        askAhead(n);
        List<byte[]> entries = log().entries(n);
        long end = n * Tile.WIDTH + entries.size();
        for (Passed head : passed) {
            if (head.size() > index && head.size() <= end) {
                prove(head.size(), head.root());
            }
        }
        List<Logged> records = new ArrayList<>();
        for (long i = index; i < end; i++) {
            byte[] record = entries.get((int) (i - n * Tile.WIDTH));
            if (record.length != Header.LENGTH) {
                throw new WrongFeedException("the log " + name + " has a record of " + record.length + " bytes");
            }
            if (!Header.isVoid(record)) {
                records.add(new Logged(record, day(i)));
            }
        }
        return records;
    }

    /** The index after those of {@link #read}. */
    public long after(long index) {
        return Math.min(lane.size(), (index / Tile.WIDTH + 1) * Tile.WIDTH);
    }

    private void askAhead(long n) {
        long full = lane.size() / Tile.WIDTH;
        announced = Math.max(announced, n);
        while (announced < full && announced <= n + AHEAD) {
            documents.soon(path(new Tile(Tile.Kind.ENTRIES, 0, announced, Tile.WIDTH)), BUNDLE);
            announced++;
        }
    }

    private long day(long index) {
        for (Passed head : passed) {
            if (index < head.size()) {
                return head.day();
            }
        }
        return newestDay;
    }
}
