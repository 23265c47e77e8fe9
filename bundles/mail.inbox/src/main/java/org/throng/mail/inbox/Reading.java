// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.throng.curve.PublicKey;
import org.throng.event.Event;
import org.throng.event.MalformedException;
import org.throng.event.RelayUrl;
import org.throng.feed.FeedMark;
import org.throng.feed.Tick;
import org.throng.identity.IdentityException;
import org.throng.mailbox.Changes;
import org.throng.mailbox.Drawer;
import org.throng.mailbox.Mailbox;
import org.throng.scheme.Sighting;
import org.throng.transport.FeedAddress;
import org.throng.transport.Harvest;
import org.throng.transport.Page;
import org.throng.transport.Transport;

/**
 * Reads what a relay has of everybody's headers: asks for what was not looked up yet, newest first, looks each page up as it
 * comes, and lays what nobody expects into the {@link Backlog}, in the same write that notes how far was read. Each identity
 * has a place of its own, for a key that is taken in later has all the headers before it.
 *
 * <p>Every client asks alike: for all headers of the crowd since the last time, page by page, each once, whatever is found in
 * them and however long they wait for the scan.
 *
 * <p>Where the relay has a feed, everything that its newest tick names comes out of the feed first (see {@link FeedReading}), and
 * only what is newer by NIP-01; a feed that cannot be read, or is wrong, is said, and everything comes by NIP-01.
 *
 * <p>Threads: {@link #begin}, {@link #goOn} and {@link #breakOff} on the watch's; pages come on the transport's.
 */
final class Reading implements AutoCloseable {
    /** For an answer that is there. */
    private static final Duration LIMIT = Duration.ofSeconds(45);

    private static final Logger LOG = LoggerFactory.getLogger(Reading.class);

    /** Seconds that a header may be logged before or after its created_at, with some to spare. */
    private static final long LOGGED_BEFORE = 1_500;

    private final RelayUrl relay;
    private List<PublicKey> owners;
    private final Mailbox mailbox;
    private final Parts parts;
    private final Clock clock;
    private final Map<PublicKey, Unread> unread = new LinkedHashMap<>();
    private Backlog backlog;

    /** Which reading pages belong to: those of one that was broken off change nothing. */
    private int round;

    /** What is asked for until it is read; {@code null}: nothing more. */
    private Window window;

    private CompletableFuture<Harvest> call;

    /** Why a page could not be kept. */
    private IOException failure;

    private boolean complete = true;
    private boolean waits;

    /** Headers from this moment on, in UNIX seconds, came live and found no room anywhere; {@code MAX_VALUE}: none. */
    private long lostSince = Long.MAX_VALUE;

    /** Where the relay's feed lies; {@code null} for a plain relay. */
    private FeedAddress feed;

    private boolean feedDue;
    private FeedReading feedReading;
    private volatile boolean verified;
    private String feedTold = "";
    private volatile long headers;

    /** What a reading uses of its surroundings. */
    interface Parts {
        /** Looks headers up; what is found is on the disk. @return those that nobody expects */
        List<Sighting> lookUp(Mailbox mailbox, RelayUrl relay, List<Event> headers)
                throws IOException, IdentityException;

        /** As above, for records of a feed. */
        List<Sighting> lookUpLogged(Mailbox mailbox, RelayUrl relay, List<Sighting> logged)
                throws IOException, IdentityException;

        /** Where they wait for the scan. */
        Backlog backlog(Mailbox mailbox, RelayUrl relay) throws IOException;

        /** Since when there can be headers for an identity, in UNIX seconds; 0 for ever. */
        default long bornAt(PublicKey owner) {
            return 0;
        }

        /** Something was added there. */
        void added();
    }

    /** How a reading stands. */
    enum Stand {
        /** A call is under way. */
        READS,
        /** So much waits for the scan that nothing more is asked for now. */
        WAITS_FOR_ROOM,
        /** Everything was read. */
        READ
    }

    private record Window(long since, long until) {}

    Reading(RelayUrl relay, List<PublicKey> owners, Mailbox mailbox, Parts parts, Clock clock) {
        this.relay = relay;
        this.owners = List.copyOf(owners);
        this.mailbox = mailbox;
        this.parts = parts;
        this.clock = clock;
    }

    /** From now on, or from the next beginning on, for these. */
    synchronized void serve(List<PublicKey> others) {
        owners = List.copyOf(others);
        unread.keySet().retainAll(owners);
    }

    /** Finds out what was not read, so that it can be told before the relay answers. */
    synchronized void load() throws IOException {
        long now = clock.instant().getEpochSecond();
        for (PublicKey owner : owners) {
            if (!unread.containsKey(owner)) {
                unread.put(owner, stored(owner, now));
            }
        }
    }

    /**
     * Begins to read all that was not read.
     *
     * @param now UNIX seconds
     * @param behind of so many seconds before now nothing will count as read
     * @param address of the relay's feed, out of which everything comes that its ticks name
     */
    synchronized void begin(long now, long behind, Optional<FeedAddress> address) throws IOException {
        breakOff();
        load();
        boolean goesOn = false;
        long before = 0;
        for (PublicKey owner : owners) {
            Unread held = unread.get(owner);
            goesOn |= !held.holes().isEmpty();
            before = Math.max(before, held.seconds());
            unread.put(owner, held.again(lostSince).open(now - behind, now - Sightings.OLDEST));
        }
        lostSince = Long.MAX_VALUE;
        Unread all = Unread.ofAny(unread.values());
        backlog = parts.backlog(mailbox, relay);
        backlog.begin(goesOn, Math.max(0, all.seconds() - before));
        window = new Window(Math.max(all.newestSince(), now - Sightings.OLDEST), Long.MAX_VALUE);
        complete = true;
        headers = 0;
        feed = address.orElse(null);
        feedDue = feed != null;
        verified &= feedDue;
        feedTold = "";
    }

    private Unread stored(PublicKey owner, long now) throws IOException {
        Optional<byte[]> note = mailbox.note(Drawer.CURSOR, key(owner));
        if (note.isPresent()) {
            Unread held = Unread.read(new String(note.get(), StandardCharsets.UTF_8));
            if (held.from() <= now) { // else it was written by a clock that was wrong
                return held;
            }
        }
        return Unread.since(Math.max(now - Sightings.OLDEST, parts.bornAt(owner) - Watch.BEHIND_SECONDS));
    }

    private String key(PublicKey owner) {
        return relay + " " + Sightings.LABEL + " " + owner.hex();
    }

    /** Asks for the next pages where the last ones have come. */
    Stand goOn(Transport transport) throws IOException, InterruptedException {
        Stand ofFeed = goOnWithFeed(transport);
        if (ofFeed != Stand.READ) {
            return ofFeed;
        }
        while (true) {
            CompletableFuture<Harvest> under = call();
            if (under != null) {
                if (!under.isDone()) {
                    return Stand.READS;
                }
                take(answer(under));
            }
            Window next = next();
            if (next == null) {
                return waits() ? Stand.WAITS_FOR_ROOM : Stand.READ;
            }
            int mine = round();
            asked(
                    transport.headers(
                            relay, Sightings.LABEL, next.since(), next.until(), page -> take(page, next, mine)),
                    mine);
        }
    }

    /** Reads the feed, where there is one, before anything is asked for by NIP-01. */
    private synchronized Stand goOnWithFeed(Transport transport) throws IOException {
        if (feedDue) {
            feedDue = false;
            feedReading = feedReading(transport);
            feedReading.start();
        }
        if (feedReading == null) {
            return Stand.READ;
        }
        if (!feedReading.isDone()) {
            waits = feedReading.waits();
            return waits ? Stand.WAITS_FOR_ROOM : Stand.READS;
        }
        waits = false;
        verified = feedReading.failure().isEmpty() && feedReading.wrong().isEmpty();
        if (feedReading.wrong().isPresent()) {
            feedTold = "UNVERIFIED, do not trust this relay: its feed is wrong: "
                    + feedReading.wrong().get().getMessage();
            LOG.warn("{}: {}", relay, feedTold);
        } else if (feedReading.failure().isPresent()) {
            IOException why = feedReading.failure().get();
            if (failure != null) {
                throw failure; // of ours, not of the relay's
            }
            feedTold = "unverified: its feed could not be read: " + why.getMessage();
            LOG.info("{}: {}", relay, feedTold);
        }
        feedReading = null;
        window = window == null
                ? null
                : new Window(
                        Math.max(
                                Unread.ofAny(unread.values()).newestSince(),
                                clock.instant().getEpochSecond() - Sightings.OLDEST),
                        Long.MAX_VALUE);
        return Stand.READ;
    }

    private FeedReading feedReading(Transport transport) throws IOException {
        Optional<byte[]> mark = mailbox.note(Drawer.CURSOR, feedKey("mark"));
        Optional<byte[]> place = mailbox.note(Drawer.CURSOR, feedKey("next"));
        try {
            return new FeedReading(
                    feed,
                    transport,
                    place(place.isEmpty() ? Optional.empty() : Optional.of(FeedPlace.read(place.get()))),
                    mark.isEmpty() ? Optional.empty() : Optional.of(FeedMark.read(mark.get(), Sightings.LABEL)),
                    new Pages(round));
        } catch (MalformedException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** The place that is kept, where it holds for everybody whom this is for. */
    private FeedPlace place(Optional<FeedPlace> kept) {
        Unread all = Unread.ofAny(unread.values());
        long first = all.holes().isEmpty() ? all.from() : all.holes().get(0).from();
        Set<PublicKey> lasting = new HashSet<>(owners);
        lasting.removeIf(owner -> parts.bornAt(owner) > 0);
        boolean holds = kept.isPresent()
                && kept.get().since() <= first - LOGGED_BEFORE
                && kept.get()
                        .owners()
                        .containsAll(lasting.stream().map(PublicKey::hex).toList());
        return holds ? kept.get() : FeedPlace.from(first - LOGGED_BEFORE, lasting);
    }

    private String feedKey(String what) {
        return relay + " feed " + Sightings.LABEL + " " + what;
    }

    /** What comes out of the feed, as long as its reading was not broken off. */
    private final class Pages implements FeedReading.Sink {
        private final int mine;

        Pages(int mine) {
            this.mine = mine;
        }

        @Override
        public void proven(FeedMark mark) throws IOException {
            write(mark.bytes(), "mark", List.of(), Long.MIN_VALUE);
        }

        @Override
        public void page(List<Sighting> sightings, FeedPlace after) throws IOException, IdentityException {
            List<Sighting> misses;
            try {
                misses = parts.lookUpLogged(mailbox, relay, sightings);
            } catch (IOException e) {
                throw own(e);
            }
            write(after.bytes(), "next", misses, Long.MIN_VALUE);
            synchronized (Reading.this) {
                headers += sightings.size();
            }
            parts.added();
        }

        /** What was posted twenty minutes after its created_at was logged before the tick. */
        @Override
        public void whole(Tick tick, FeedPlace place) throws IOException {
            write(place.bytes(), "next", List.of(), tick.number() * Tick.SECONDS - LOGGED_BEFORE);
        }

        private void write(byte[] note, String what, List<Sighting> misses, long readTo) throws IOException {
            synchronized (Reading.this) {
                if (mine != round) {
                    throw new IOException("the reading was broken off");
                }
                Changes changes = new Changes().put(Drawer.CURSOR, feedKey(what), note);
                Map<PublicKey, Unread> after = new LinkedHashMap<>();
                if (readTo > Long.MIN_VALUE) {
                    unread.forEach((owner, held) -> {
                        Unread left = held.without(Long.MIN_VALUE, readTo);
                        after.put(owner, left);
                        changes.put(Drawer.CURSOR, key(owner), left.text().getBytes(StandardCharsets.UTF_8));
                    });
                }
                try {
                    backlog.add(misses, changes);
                } catch (IOException e) {
                    throw own(e);
                }
                unread.putAll(after);
            }
        }

        private IOException own(IOException why) {
            synchronized (Reading.this) {
                if (mine == round) {
                    failure = why;
                }
            }
            return why;
        }

        @Override
        public boolean hasRoom() {
            return backlog.waiting() < Backlog.ROOM;
        }
    }

    private Harvest answer(CompletableFuture<Harvest> done) throws IOException, InterruptedException {
        try {
            return Answers.await(done, LIMIT);
        } catch (IOException e) {
            IOException why = failure();
            throw why == null ? e : why;
        }
    }

    private synchronized IOException failure() {
        call = null;
        return failure;
    }

    private synchronized boolean waits() {
        return waits;
    }

    private synchronized CompletableFuture<Harvest> call() {
        return call;
    }

    private synchronized int round() {
        return round;
    }

    private synchronized void asked(CompletableFuture<Harvest> asked, int mine) {
        if (mine == round) {
            call = asked;
        } else {
            asked.cancel(true); // broken off meanwhile
        }
    }

    private synchronized Window next() {
        waits = window != null && backlog.waiting() >= Backlog.ROOM;
        return waits ? null : window;
    }

    /** A call is over; what is left of its window comes next, and then the holes below it. */
    private synchronized void take(Harvest harvest) {
        call = null;
        complete &= harvest.complete();
        if (window != null && harvest.rest() >= window.since()) {
            window = new Window(window.since(), harvest.rest());
            return;
        }
        List<Unread.Hole> holes = Unread.ofAny(unread.values()).holes();
        window = holes.isEmpty()
                ? null
                : new Window(
                        holes.get(holes.size() - 1).from(),
                        holes.get(holes.size() - 1).to());
    }

    private void take(Page page, Window asked, int mine) {
        try {
            List<Sighting> misses = parts.lookUp(mailbox, relay, page.headers());
            synchronized (this) {
                if (mine != round) {
                    throw new CancellationException("the reading was broken off");
                }
                Map<PublicKey, Unread> after = new LinkedHashMap<>();
                Changes changes = new Changes();
                unread.forEach((owner, held) -> {
                    Unread left = held.without(page.rest() + 1, asked.until());
                    after.put(owner, left);
                    changes.put(Drawer.CURSOR, key(owner), left.text().getBytes(StandardCharsets.UTF_8));
                });
                backlog.add(misses, changes);
                unread.putAll(after);
                headers += page.headers().size();
            }
            parts.added();
        } catch (IOException e) {
            throw failed(e);
        } catch (IdentityException e) {
            throw failed(new IOException(e.getMessage(), e));
        }
    }

    private synchronized UncheckedIOException failed(IOException why) {
        failure = why;
        return new UncheckedIOException(why);
    }

    /**
     * Headers that came live, were looked up, and find no room in memory: they wait for the scan on the disk, and where the
     * backlog is full they are lost and read once more.
     */
    synchronized void late(List<Sighting> misses) throws IOException {
        if (misses.isEmpty()) {
            return;
        }
        if (backlog.waiting() < Backlog.ROOM) {
            backlog.begin(unread() > 0, 0);
            backlog.add(misses, new Changes());
            parts.added();
            return;
        }
        lostSince = Math.min(lostSince, clock.instant().getEpochSecond() - Watch.BEHIND_SECONDS);
    }

    /** Whether headers that came live were lost, and there is room again for what is read. */
    synchronized boolean isBehind() {
        return lostSince != Long.MAX_VALUE && backlog.waiting() < Backlog.ROOM;
    }

    /** Everything since a moment counts as not read; durable when it returns. */
    synchronized void again(long since) throws IOException {
        load();
        long first = Math.max(since, clock.instant().getEpochSecond() - Sightings.OLDEST);
        Changes changes = new Changes();
        Map<PublicKey, Unread> after = new LinkedHashMap<>();
        long more = 0;
        for (PublicKey owner : owners) {
            Unread held = unread.get(owner);
            Unread left = held.again(first);
            after.put(owner, left);
            more = Math.max(more, left.seconds() - held.seconds());
            changes.put(Drawer.CURSOR, key(owner), left.text().getBytes(StandardCharsets.UTF_8));
        }
        boolean goesOn = unread() > 0;
        backlog = parts.backlog(mailbox, relay);
        backlog.begin(goesOn, more);
        changes.remove(Drawer.CURSOR, feedKey("mark")).remove(Drawer.CURSOR, feedKey("next"));
        backlog.add(List.of(), changes);
        breakOff();
        feedDue = feed != null;
        unread.putAll(after);
        window = new Window(Math.max(Unread.ofAny(unread.values()).newestSince(), first), Long.MAX_VALUE);
    }

    /** Ends the call that is under way; what was read of it counts. */
    synchronized void breakOff() {
        round++;
        failure = null;
        if (call != null) {
            call.cancel(true);
            call = null;
        }
        if (feedReading != null) {
            feedReading.breakOff();
            feedReading = null;
        }
    }

    @Override
    public void close() {
        breakOff();
    }

    /** Seconds of headers that are still to be read. */
    synchronized long unread() {
        long lost =
                lostSince == Long.MAX_VALUE ? 0 : Math.max(1, clock.instant().getEpochSecond() - lostSince);
        return lost + (unread.isEmpty() ? 0 : Unread.ofAny(unread.values()).seconds());
    }

    /** Read since it began. */
    long headers() {
        return headers;
    }

    /** What a user is to know; empty where all is well. */
    synchronized String told() {
        if (waits) {
            return "a million headers wait for the scan; older ones are asked for when there is room";
        }
        String told = complete ? "" : "incomplete: more headers of one slot than the relay gives in one answer";
        return told.isEmpty() || feedTold.isEmpty() ? told + feedTold : feedTold + "; " + told;
    }

    /** Whether everything that the relay's newest tick named came out of a feed that was proven to be consistent. */
    boolean isVerified() {
        return verified;
    }
}
