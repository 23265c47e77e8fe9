// SPDX-License-Identifier: MIT
package org.throng.relay.feed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.throng.event.EventId;
import org.throng.feed.Table;
import org.throng.feed.TableRow;
import org.throng.feed.Tables;
import org.throng.feed.Tick;
import org.throng.parcel.BodyEvent;
import org.throng.parcel.BodySize;
import org.throng.parcel.Label;
import org.throng.store.Batch;
import org.throng.store.Store;
import org.throng.store.StoreException;

/**
 * The small bodies of each crowd of the last span, as tables. A body that comes lies in the store first, in the batch that stores
 * its event; each tick takes what lies there over into the table's file, and lets go of what is too old. The file is on the disk
 * before the store lets go, and a body that is in both counts once: so a crash at any moment loses none.
 *
 * <p>Threads: {@link #enter} on the relay's writer, {@link #roll} on the ticker; what is current may be read by any.
 */
final class BodyTables {
    private static final Logger LOG = LoggerFactory.getLogger(BodyTables.class);
    private static final String SUFFIX = ".bodies.table";

    /** Bodies that one tick takes over, 34 MB; what is left comes with the next one. */
    private static final int TOGETHER = 16_384;

    private final Store store;
    private final FeedKeys keys;
    private final Path folder;
    private final Terms terms;
    private volatile Map<Label, TableFile> current = Map.of();
    private boolean complained;

    /**
     * What the operator decides.
     *
     * @param span seconds; 0 for no tables
     * @param rows that a table has at most
     */
    record Terms(long span, int rows) {
        static final Terms NONE = new Terms(0, 1);
    }

    BodyTables(Store store, FeedKeys keys, Path folder, Terms terms) throws IOException {
        this.store = store;
        this.keys = keys;
        this.folder = folder;
        this.terms = terms;
        Map<Label, TableFile> found = new TreeMap<>((one, other) -> one.text().compareTo(other.text()));
        if (terms.span() > 0 && Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.filter(BodyTables::isTable).toList()) {
                    open(file).ifPresent(table -> found.put(label(file), table));
                }
            }
        }
        current = found;
    }

    private static boolean isTable(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(SUFFIX)
                && Label.isValid(
                        name.substring(0, name.length() - SUFFIX.length()).replace('_', ':'));
    }

    private static Label label(Path file) {
        String name = file.getFileName().toString();
        return new Label(name.substring(0, name.length() - SUFFIX.length()).replace('_', ':'));
    }

    private Path file(Label label) {
        return folder.resolve(label.text().replace(':', '_') + SUFFIX);
    }

    private static Optional<TableFile> open(Path file) throws IOException {
        try {
            return Optional.of(TableFile.open(file));
        } catch (IOException e) {
            LOG.error("A table of bodies is lost and begins anew: {}", e.getMessage());
            Files.deleteIfExists(file);
            return Optional.empty();
        }
    }

    boolean isOn() {
        return terms.span() > 0;
    }

    long span() {
        return terms.span();
    }

    /** Whether a body belongs into a table now. */
    boolean wants(BodyEvent body, long now) {
        return isOn() && body.size() == BodySize.SMALL && !isOld(body.slot().createdAt(), now);
    }

    /** As of the minute's beginning, which is the tick's: so anybody can say what must not be there any more. */
    private boolean isOld(long createdAt, long now) {
        return createdAt + terms.span() <= now - now % Tick.SECONDS;
    }

    /** Whether a body was entered before. */
    boolean has(BodyEvent body) throws StoreException {
        TableFile table = current.get(body.label());
        EventId id = body.event().id();
        return table != null && table.has(id)
                || store.get(keys.body(body.label(), id.bytes())).isPresent();
    }

    /** Adds a body to a batch. */
    void enter(BodyEvent body, Batch batch) {
        TableRow.of(body)
                .ifPresent(row ->
                        batch.put(keys.body(body.label(), body.event().id().bytes()), row));
    }

    /**
     * Makes the tables of a tick; their files are on the disk when it returns.
     *
     * @param now UNIX seconds
     * @param batch is given what the store may let go of
     */
    void roll(long now, Batch batch) throws IOException {
        if (!isOn()) {
            return;
        }
        Map<Label, NavigableMap<EventId, byte[]>> fresh =
                new TreeMap<>((one, other) -> one.text().compareTo(other.text()));
        int[] taken = {0};
        store.scan(keys.bodies()[0], keys.bodies()[1], (key, row) -> {
            Label label = keys.labelOfBody(key);
            fresh.computeIfAbsent(
                            label,
                            name -> new TreeMap<>((one, other) -> Arrays.compareUnsigned(one.bytes(), other.bytes())))
                    .put(EventId.of(keys.idOfBody(key)), row);
            batch.delete(key);
            return ++taken[0] < TOGETHER;
        });
        current.keySet().forEach(label -> fresh.computeIfAbsent(label, name -> new TreeMap<>()));
        Map<Label, TableFile> next = new TreeMap<>((one, other) -> one.text().compareTo(other.text()));
        for (Map.Entry<Label, NavigableMap<EventId, byte[]>> crowd : fresh.entrySet()) {
            TableFile table = roll(crowd.getKey(), crowd.getValue(), now);
            if (table != null) {
                next.put(crowd.getKey(), table);
            }
        }
        current = next;
    }

    private TableFile roll(Label label, NavigableMap<EventId, byte[]> fresh, long now) throws IOException {
        TableFile old = current.get(label);
        fresh.entrySet()
                .removeIf(
                        one -> isOld(TableRow.createdAt(one.getValue()), now) || old != null && old.has(one.getKey()));
        boolean[] keep = new boolean[old == null ? 0 : old.count()];
        int kept = 0;
        for (int i = 0; i < keep.length; i++) {
            keep[i] = !isOld(old.createdAt(i), now);
            kept += keep[i] ? 1 : 0;
        }
        if (kept + fresh.size() > terms.rows()) {
            kept -= leaveOut(old, keep, kept + fresh.size() - terms.rows());
            while (kept + fresh.size() > terms.rows()) {
                fresh.pollLastEntry();
            }
        }
        if (fresh.isEmpty() && kept == keep.length) {
            return old;
        }
        if (kept + fresh.size() == 0) {
            Files.deleteIfExists(file(label));
            return null;
        }
        return TableFile.write(file(label), old, keep, fresh);
    }

    /** The oldest first. @return how many were left out */
    private int leaveOut(TableFile old, boolean[] keep, int tooMany) {
        if (!complained) {
            complained = true;
            LOG.warn(
                    "More bodies came in {} s than the {} that a table may have; the oldest are left out of it",
                    terms.span(),
                    terms.rows());
        }
        long[] times = new long[keep.length];
        int count = 0;
        for (int i = 0; i < keep.length; i++) {
            if (keep[i]) {
                times[count++] = old.createdAt(i);
            }
        }
        Arrays.sort(times, 0, count);
        int out = Math.min(tooMany, count);
        long last = out == 0 ? Long.MIN_VALUE : times[out - 1];
        int left = 0;
        for (int i = 0; i < keep.length && left < out; i++) {
            if (keep[i] && old.createdAt(i) <= last) {
                keep[i] = false;
                left++;
            }
        }
        return left;
    }

    /** The tables as they are now; never changed. */
    Map<Label, TableFile> current() {
        return current;
    }

    /** What a tick says of tables. */
    static Tables tables(Map<Label, TableFile> files) {
        return new Tables(files.entrySet().stream()
                .map(one -> new Table(
                        one.getKey(), one.getValue().count(), one.getValue().root()))
                .toList());
    }
}
