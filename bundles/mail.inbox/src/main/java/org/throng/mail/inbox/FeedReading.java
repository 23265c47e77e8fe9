// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.throng.event.MalformedException;
import org.throng.feed.FeedMark;
import org.throng.feed.FeedReader;
import org.throng.feed.LaneReader;
import org.throng.feed.Tick;
import org.throng.feed.VerifierKey;
import org.throng.feed.WrongFeedException;
import org.throng.identity.IdentityException;
import org.throng.parcel.Header;
import org.throng.scheme.Sighting;
import org.throng.transport.Documents;
import org.throng.transport.FeedAddress;
import org.throng.transport.Transport;

/**
 * Reads what a relay's feed has and was not read yet, on a thread of its own: proves that the feed continues what is known of it,
 * then hands its records over, page by page, oldest first, with the place after them.
 */
final class FeedReading implements Runnable {
    /** Records of a page, about. */
    private static final int PAGE = 4_096;

    private static final long ROOM_MILLIS = 500;

    private final FeedAddress address;
    private final Transport transport;
    private final FeedPlace begun;
    private final Optional<FeedMark> known;
    private final Sink sink;
    private final Thread thread = Watch.daemon(this, "throng-inbox-feed");
    private volatile Documents open;
    private volatile boolean done;
    private volatile boolean waits;
    private volatile IOException failure;
    private volatile WrongFeedException wrong;

    /** Where it all goes. */
    interface Sink {
        /** The feed is what it was, and grew; nothing was read yet. */
        void proven(FeedMark mark) throws IOException;

        /** Looks records up and keeps them with the place after them, in one write. */
        void page(List<Sighting> sightings, FeedPlace after) throws IOException, IdentityException;

        /** Everything was read that a tick names; the place says so. */
        void whole(Tick tick, FeedPlace place) throws IOException;

        /** Whether there is room for more. */
        boolean hasRoom();
    }

    /**
     * @param begun from where to go on
     * @param known what was proven the last time; its key is the one that is believed
     */
    FeedReading(FeedAddress address, Transport transport, FeedPlace begun, Optional<FeedMark> known, Sink sink) {
        this.address = address;
        this.transport = transport;
        this.begun = begun;
        this.known = known;
        this.sink = sink;
    }

    void start() {
        thread.start();
    }

    /** Ends it; what was handed over counts. */
    void breakOff() {
        thread.interrupt();
        Documents downloads = open;
        if (downloads != null) {
            downloads.close();
        }
    }

    boolean isDone() {
        return done;
    }

    /** Whether it waits for the scan. */
    boolean waits() {
        return waits;
    }

    /** Why it could not be read to the end; empty where it was. */
    Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    /** What cannot be true of it. */
    Optional<WrongFeedException> wrong() {
        return Optional.ofNullable(wrong);
    }

    @Override
    public void run() {
        try (Documents downloads = transport.documents(address)) {
            open = downloads;
            read(new FeedDocuments(downloads));
        } catch (WrongFeedException e) {
            wrong = e;
        } catch (IOException e) {
            failure = e;
        } catch (IdentityException | RuntimeException e) {
            failure = new IOException(e.getMessage(), e);
        } catch (InterruptedException e) {
            failure = new IOException("the reading was broken off", e);
        } finally {
            done = true;
        }
    }

    private void read(FeedDocuments documents)
            throws IOException, WrongFeedException, IdentityException, InterruptedException {
        FeedReader.Opened feed = new FeedReader(key(), documents).open(Sightings.LABEL, begun.readTo(), known);
        sink.proven(feed.mark());
        FeedPlace place = begun;
        for (LaneReader lane : feed.lanes()) {
            place = read(lane, place);
        }
        sink.whole(feed.mark().tick(), place.whole(feed.mark().tick().number() * Tick.SECONDS));
    }

    private VerifierKey key() throws WrongFeedException {
        try {
            VerifierKey told = VerifierKey.read(address.key());
            if (known.isPresent() && !known.get().key().equals(told)) {
                throw new WrongFeedException("its ticks have another key than the one that was met first, "
                        + known.get().key()
                        + "; ask its operator why, and 'throng scan --again' begins anew with the new one");
            }
            return told;
        } catch (MalformedException e) {
            throw new WrongFeedException("its key is none: " + e.getMessage());
        }
    }

    private FeedPlace read(LaneReader lane, FeedPlace before)
            throws IOException, WrongFeedException, IdentityException, InterruptedException {
        FeedPlace place = before;
        List<Sighting> page = new ArrayList<>();
        long index = Math.max(lane.from(), place.next().getOrDefault(lane.id(), 0L));
        while (index < lane.size()) {
            awaitRoom();
            for (LaneReader.Logged record : lane.read(index)) {
                page.add(new Sighting(Header.of(record.bytes()), Sightings.LABEL, (int) record.day()));
            }
            index = lane.after(index);
            if (page.size() >= PAGE || index == lane.size()) {
                place = place.read(lane.id(), index);
                sink.page(List.copyOf(page), place);
                page.clear();
            }
        }
        return place;
    }

    private void awaitRoom() throws InterruptedException {
        while (!sink.hasRoom()) {
            waits = true;
            Thread.sleep(ROOM_MILLIS);
        }
        waits = false;
    }
}
