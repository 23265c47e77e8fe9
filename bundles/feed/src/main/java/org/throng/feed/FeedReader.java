// SPDX-License-Identifier: MIT
package org.throng.feed;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.throng.event.MalformedException;
import org.throng.parcel.Label;

/**
 * Reads a feed as a client must (docs/protocol.md, section 8): it takes heads of logs from crowds whose root stands in a tick
 * under a signed checkpoint, and proves that ticks and logs only grew since the last time. What it asks for depends on the time
 * since which it reads, and on nothing that it finds.
 *
 * <p>Its memory does not grow with the feed: of ticks it keeps the last one of each day, of logs what {@link CheckedLog} does.
 * Not for use by several threads.
 */
public final class FeedReader {
    /** Lanes of a crowd that are read: a relay that was opened more often in 70 days is not well. */
    private static final int MAX_LANES = 4_096;

    private static final int MAX_NOTE = 16 << 10;
    private static final int MAX_TICK = 4_096;

    /** So far back the crowds of each tick are kept, with an hour to spare; of days before, those of the last tick. */
    private static final long EACH_TICK = 2L * Tick.DAY - 60;

    private static final long RECORDS = 35L * Tick.DAY;

    private final VerifierKey key;
    private final Documents documents;

    /** Where documents come from, by their address behind {@link LogName#ROOT}. */
    @FunctionalInterface
    public interface Documents {
        /**
         * A document; empty where there is none.
         *
         * @param longest bytes; a longer one is an error
         * @throws IOException where it cannot be had now
         */
        Optional<byte[]> get(String path, int longest) throws IOException;

        /** It will be asked for soon: it may be fetched ahead. */
        default void soon(String path, int longest) {
            // it is fetched when it is asked for
        }
    }

    /**
     * A feed of which everything fits together.
     *
     * @param mark what the next reader builds on
     * @param lanes those of the crowd that have records since the time asked for, by their ids
     */
    public record Opened(FeedMark mark, List<LaneReader> lanes) {
        public Opened {
            lanes = List.copyOf(lanes);
        }
    }

    /** @param key the relay's, as it was met first */
    public FeedReader(VerifierKey key, Documents documents) {
        this.key = key;
        this.documents = documents;
    }

    /**
     * Checks the newest head, and where each lane of a crowd is to be read from.
     *
     * @param since UNIX seconds: everything that was logged later is among what the lanes give; more may be
     * @param before what was proven the last time
     * @throws IOException where something cannot be had now
     */
    public Opened open(Label label, long since, Optional<FeedMark> before) throws IOException, WrongFeedException {
        Checkpoint head = head();
        CheckedLog ticks = CheckedLog.open(
                "the log of ticks",
                head.size(),
                head.root(),
                tile -> need(LogName.TICKS + "/" + tile.path(), Tile.WIDTH * (2 + MAX_TICK)),
                MAX_TICK);
        if (before.isPresent()) {
            continues(ticks, head, before.get());
        }
        Walk walk = walk(ticks, since, before);
        List<Lane> now = lanes(walk.newest, label);
        Optional<FeedMark> start = walk.start == null ? Optional.empty() : Optional.of(markAt(walk.start, head, label));
        List<FeedMark> days = new ArrayList<>();
        for (Tick day : walk.days) {
            if (walk.start == null || day.number() > walk.start.number()) {
                days.add(markAt(day, head, label));
            }
        }
        before.ifPresent(days::add);
        days.sort(Comparator.comparingLong(mark -> mark.tick().number()));
        List<LaneReader> readers = new ArrayList<>();
        for (Lane lane : now) {
            LaneReader reader = LaneReader.of(
                    new LogName(label, lane.id()), lane, start.flatMap(mark -> mark.lane(lane.id())), documents);
            for (FeedMark day : days) {
                Optional<Lane> then = day.lane(lane.id());
                if (then.isPresent()) {
                    reader.passes(then.get(), day.tick().day());
                }
            }
            reader.ends(walk.newest.day());
            readers.add(reader);
        }
        if (before.isPresent()) {
            stay(before.get(), now, walk.newest);
        }
        for (LaneReader reader : readers) {
            reader.proveGrowth(before.flatMap(old -> old.lane(reader.id())));
        }
        return new Opened(
                new FeedMark(key, head, walk.newest, label, now),
                readers.stream().filter(reader -> reader.from() < reader.size()).toList());
    }

    private byte[] need(String path, int longest) throws IOException {
        return documents
                .get(path, longest)
                .orElseThrow(() -> new IOException("the relay has no " + path + ", which its ticks name"));
    }

    private Checkpoint head() throws IOException, WrongFeedException {
        try {
            SignedNote note = SignedNote.read(need(LogName.TICKS + "/checkpoint", MAX_NOTE));
            if (!key.hasSigned(note)) {
                throw new WrongFeedException("the checkpoint of ticks is not signed by the relay's key");
            }
            Checkpoint head = Checkpoint.read(note.text());
            if (!head.origin().equals(key.name()) || head.size() == 0) {
                throw new WrongFeedException("the checkpoint of ticks is of another log, or of none");
            }
            return head;
        } catch (MalformedException e) {
            throw new WrongFeedException("the checkpoint of ticks: " + e.getMessage());
        }
    }

    private static void continues(CheckedLog ticks, Checkpoint head, FeedMark before)
            throws IOException, WrongFeedException {
        Checkpoint old = before.head();
        if (old.size() > head.size()) {
            throw new WrongFeedException(
                    "the log of ticks had " + old.size() + " entries before, and has " + head.size() + " now");
        }
        if (!ticks.rootOf(old.size()).equals(old.root())) {
            throw new WrongFeedException("the log of ticks was rewritten: its first " + old.size()
                    + " entries are others than before, " + old.root().hex());
        }
    }

    /** What is kept of the ticks that were gone through. */
    private static final class Walk {
        private final List<Tick> days = new ArrayList<>();
        private Tick start;
        private Tick newest;
    }

    /** Goes through the ticks, from the last known one or from a day before {@code since} on. */
    private static Walk walk(CheckedLog ticks, long since, Optional<FeedMark> before)
            throws IOException, WrongFeedException {
        long last = ticks.size() - 1;
        Tick newest = tick(ticks.entries(last / Tile.WIDTH).get((int) (last % Tile.WIDTH)));
        long wanted = since / Tick.SECONDS;
        // there is at most one for each minute
        long from = Math.max(0, last - Math.max(0, newest.number() - wanted + Tick.DAY));
        if (before.isPresent()) {
            from = Math.min(from, before.get().head().size() - 1);
        }
        Walk walk = new Walk();
        Tick previous = null;
        for (long n = from / Tile.WIDTH; n <= last / Tile.WIDTH; n++) {
            for (byte[] entry : ticks.entries(n)) {
                Tick tick = tick(entry);
                if (previous != null) {
                    Optional<String> wrong = tick.contradictionTo(previous);
                    if (wrong.isPresent()) {
                        throw new WrongFeedException(wrong.get());
                    }
                    if (previous.day() != tick.day()) {
                        walk.days.add(previous);
                        walk.start = previous.number() <= wanted ? previous : walk.start;
                    }
                }
                if (tick.number() <= wanted && tick.number() >= newest.number() - EACH_TICK) {
                    walk.start = tick;
                }
                previous = tick;
            }
        }
        walk.newest = previous;
        return walk;
    }

    private static Tick tick(byte[] entry) throws WrongFeedException {
        try {
            return Tick.read(entry);
        } catch (MalformedException e) {
            throw new WrongFeedException("an entry of the log of ticks: " + e.getMessage());
        }
    }

    private FeedMark markAt(Tick tick, Checkpoint head, Label label) throws IOException, WrongFeedException {
        return new FeedMark(key, head, tick, label, lanes(tick, label));
    }

    private List<Lane> lanes(Tick tick, Label label) throws IOException, WrongFeedException {
        try {
            Crowds crowds = Crowds.read(need(LogName.crowds(tick.number()), Crowds.MAX_BYTES));
            if (!crowds.root().equals(tick.root())) {
                throw new WrongFeedException(
                        "the crowds of tick " + tick.number() + " do not have the root that the tick says");
            }
            List<Lane> lanes = FeedMark.lanes(crowds, label);
            if (lanes.size() > MAX_LANES) {
                throw new IOException(
                        "a crowd has " + lanes.size() + " lanes; more than " + MAX_LANES + " are not read");
            }
            return lanes;
        } catch (MalformedException e) {
            throw new WrongFeedException("the crowds of tick " + tick.number() + ": " + e.getMessage());
        }
    }

    private static void stay(FeedMark before, List<Lane> now, Tick newest) throws WrongFeedException {
        boolean longAgo = newest.number() - before.tick().number() > RECORDS;
        for (Lane old : before.lanes()) {
            boolean there = now.stream().anyMatch(lane -> lane.id() == old.id());
            if (!there && !longAgo && old.minimum() < old.size()) {
                throw new WrongFeedException(
                        "the log " + new LogName(before.label(), old.id()) + " is gone before its time");
            }
        }
    }
}
