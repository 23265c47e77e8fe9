// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.throng.event.RelayUrl;
import org.throng.mailbox.Changes;
import org.throng.mailbox.Drawer;
import org.throng.mailbox.Mailbox;
import org.throng.scheme.Sighting;

/**
 * The headers of one relay that nobody expected and that the scan has not tried yet, on the disk, first come, first served. So
 * a header is asked for once, whenever it is scanned: the relay does not see how fast that goes, nor when it is paused.
 *
 * <p>Two records say where it stands, each with one writer: {@code next added began span} is written with the headers that
 * are added and how far they were read, {@code first scanned} with what the scan found. Numbers of headers only grow;
 * {@code began} is what {@code added} was when the present catching-up began, {@code span} the seconds that it is about.
 *
 * <p>Threads: one that adds and one that takes; the numbers may be read by any.
 */
final class Backlog {
    /** When so many wait, no older headers are asked for until the scan has made room: about 130 MB. */
    static final int ROOM = 1_000_000;

    private static final int BATCH = 4_096;
    private static final int BATCH_NOTES = 16;

    private final Mailbox mailbox;
    private final RelayUrl relay;
    private volatile long next;
    private volatile long added;
    private volatile long began;
    private volatile long span;
    private volatile long first;
    private volatile long scanned;

    Backlog(Mailbox mailbox, RelayUrl relay) throws IOException {
        this.mailbox = mailbox;
        this.relay = relay;
        long[] adding = numbers(addingKey(relay), 4);
        next = adding[0];
        added = adding[1];
        began = adding[2];
        span = adding[3];
        long[] taking = numbers(takingKey(relay), 2);
        first = taking[0];
        scanned = taking[1];
    }

    /** The relays of whose headers some wait. */
    static List<RelayUrl> relays(Mailbox mailbox) throws IOException {
        List<RelayUrl> relays = new ArrayList<>();
        String suffix = addingKey(null);
        mailbox.notes(Drawer.CURSOR, (key, value) -> {
            if (key.endsWith(suffix)) {
                relays.add(RelayUrl.of(key.substring(0, key.length() - suffix.length())));
            }
        });
        return relays;
    }

    private static String addingKey(RelayUrl relay) {
        return (relay == null ? "" : relay.toString()) + " scan next";
    }

    private static String takingKey(RelayUrl relay) {
        return relay + " scan first";
    }

    private String key(long number) {
        return relay + " " + number;
    }

    private long[] numbers(String key, int count) throws IOException {
        long[] numbers = new long[count];
        Optional<byte[]> note = mailbox.note(Drawer.CURSOR, key);
        if (note.isPresent()) {
            try {
                String[] words = new String(note.get(), StandardCharsets.UTF_8).split(" ");
                for (int i = 0; i < count; i++) {
                    numbers[i] = Long.parseLong(words[i]);
                }
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                throw new IOException("where the scan stands is not in the form of this version", e);
            }
        }
        return numbers;
    }

    private static byte[] text(long... numbers) {
        StringBuilder text = new StringBuilder();
        for (long number : numbers) {
            text.append(text.isEmpty() ? "" : " ").append(number);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Headers are about to be read.
     *
     * @param goesOn whether an earlier reading was broken off
     * @param more seconds that are to be read beside what was left of it
     */
    synchronized void begin(boolean goesOn, long more) {
        if (goesOn || waiting() > 0) {
            span += more;
        } else {
            began = added;
            span = more;
        }
    }

    /** Adds headers, and writes the caller's changes in the same write. */
    void add(List<Sighting> misses, Changes with) throws IOException {
        if (!misses.isEmpty()) {
            with.put(Drawer.BACKLOG, key(next), Sightings.bytes(misses));
        }
        long number = misses.isEmpty() ? next : next + 1;
        long sum = added + misses.size();
        mailbox.write(with.put(Drawer.CURSOR, addingKey(relay), text(number, sum, began, span)));
        added = sum;
        next = number;
    }

    /**
     * Headers to scan next.
     *
     * @param past the number of the first record that is not among them
     */
    record Batch(List<Sighting> sightings, long past) {}

    /** The oldest of those that wait; empty where none does. */
    Batch peek() throws IOException {
        List<Sighting> sightings = new ArrayList<>();
        long number = first;
        long end = next;
        while (number < end && number - first < BATCH_NOTES && sightings.size() < BATCH) {
            Optional<byte[]> note = mailbox.note(Drawer.BACKLOG, key(number));
            if (note.isPresent()) {
                sightings.addAll(Sightings.read(note.get()));
            }
            number++;
        }
        return new Batch(sightings, number);
    }

    /** What to write when a batch was scanned, together with what was found. */
    Changes without(Batch batch) {
        Changes changes = new Changes();
        for (long number = first; number < batch.past(); number++) {
            changes.remove(Drawer.BACKLOG, key(number));
        }
        return changes.put(
                Drawer.CURSOR,
                takingKey(relay),
                text(batch.past(), scanned + batch.sightings().size()));
    }

    /** It was written. */
    synchronized void taken(Batch batch) {
        scanned += batch.sightings().size();
        first = batch.past();
    }

    boolean isEmpty() {
        return first >= next;
    }

    /** How many headers wait. */
    long waiting() {
        return Math.max(0, added - scanned);
    }

    /** How many were added since the catching-up began, and how many of them were scanned. */
    long addedNow() {
        return added - began;
    }

    /** How many were scanned since the catching-up began. */
    long scannedNow() {
        return Math.max(0, scanned - began);
    }

    /**
     * About how many headers are still to be read, if the relay has as many in each hour.
     *
     * @param left seconds that are still to be read
     */
    long estimate(long left) {
        long read = span - left;
        return read <= 0 || left <= 0 ? 0 : Math.round((double) addedNow() * left / read);
    }
}
