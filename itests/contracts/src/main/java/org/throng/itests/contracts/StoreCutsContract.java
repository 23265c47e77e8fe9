// SPDX-License-Identifier: MIT
package org.throng.itests.contracts;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.throng.store.Store;
import org.throng.store.Stores;

/**
 * What a power cut leaves. The log is all that a commit waits for, so a cut leaves any part of the log behind what was
 * acknowledged: nothing of it, some sectors and not others, the file shorter than it was. Here the log of a store is cut
 * at random bytes; opened again, the store has every batch that was acknowledged before the cut, whole, and each later one
 * whole or not at all.
 *
 * <p>The data files are not cut: a store writes them behind the log, and waits for them before it forgets the log. That this
 * did not happen meanwhile is checked, for then the cut would be one that no power cut makes.
 *
 * <p>{@code -Dcuts=1000} for that many; otherwise as many as take {@link #SECONDS}.
 */
public abstract class StoreCutsContract {
    private static final int CUTS = Integer.getInteger("cuts", 0);
    private static final long SECONDS = 12;
    private static final int SECTOR = 512;
    private static final int BATCHES = 60;

    private final Stores stores = stores();

    @TempDir
    private Path temp;

    /** The variant, without a reserve. */
    protected abstract Stores stores();

    /** Its log, as it lies in the folder of a store. */
    protected abstract Log log(Path folder);

    /** The files of a store's log from outside. */
    public interface Log {
        /** The numbers of its files, ascending. */
        List<Long> files() throws IOException;

        Path file(long number);

        /** The first byte of records in a file. */
        long begin();

        /** Where a file's records end. */
        long end(long number) throws IOException;

        /** Changes where the store has written out what is in the log. */
        byte[] checkpoint() throws IOException;
    }

    private static Position end(Log log) throws IOException {
        List<Long> files = log.files();
        long newest = files.get(files.size() - 1);
        return new Position(newest, log.end(newest));
    }

    /**
     * @param file its number
     * @param offset of the first byte that was not written
     */
    record Position(long file, long offset) implements Comparable<Position> {
        @Override
        public int compareTo(Position other) {
            return Comparator.comparingLong(Position::file)
                    .thenComparingLong(Position::offset)
                    .compare(this, other);
        }
    }

    /** A store as a crash would leave it, and where its log ended after each acknowledged batch. */
    private record History(String writer, Path folder, List<Position> ends, Position begin) {}

    @Test
    final void cutBehindWhatWasAcknowledgedLosesNothingOfIt() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        long deadline = System.nanoTime() + SECONDS * 1_000_000_000L;
        int done = 0;
        int lost = 0;
        try {
            History history = write(0, random);
            for (; CUTS == 0 ? System.nanoTime() < deadline : done < CUTS; done++) {
                if (done % 40 == 39) {
                    erase(history.folder());
                    history = write(done, random);
                }
                lost += cut(history, random, done);
            }
        } catch (Exception | AssertionError e) {
            throw new AssertionError("cut " + done + " with -Dseed=" + seed, e);
        }
        assertTrue(done > 0 && lost > 0, done + " cuts lost " + lost + " batches: they cut nothing");
    }

    /** Commits batches and copies the folder while the store is open, as if the power failed then. */
    private History write(int number, Random random) throws IOException {
        Path live = temp.resolve("live" + number);
        Path image = temp.resolve("image" + number);
        List<Position> ends = new ArrayList<>();
        Position begin;
        String writer = (number + 1) / 40 % 2 == 0 ? "w" : "b"; // b fills several log files
        try (Store store = stores.open(live)) {
            begin = end(log(live));
            byte[] before = log(live).checkpoint();
            for (int batch = 0; batch < BATCHES + random.nextInt(BATCHES); batch++) {
                store.commit(Ledger.batch(writer, batch));
                ends.add(end(log(live)));
            }
            copy(live, image);
            assertTrue(Arrays.equals(before, log(live).checkpoint()), "a checkpoint came between; write less");
        }
        erase(live);
        return new History(writer, image, ends, begin);
    }

    /** @return batches that were lost, none of them acknowledged before the cut */
    private int cut(History history, Random random, int number) throws Exception {
        Path folder = temp.resolve("cut" + number);
        copy(history.folder(), folder);
        Position cut = cutLog(log(folder), history, random);
        int acknowledged = -1;
        while (acknowledged + 1 < history.ends().size()
                && history.ends().get(acknowledged + 1).compareTo(cut) <= 0) {
            acknowledged++;
        }
        int most = history.ends().size() - 1;
        int newest;
        try (Store store = stores.open(folder)) {
            newest = Ledger.check(store, history.writer(), most);
            assertTrue(newest >= acknowledged, "batch " + acknowledged + " was acknowledged, " + newest + " is left");
            // and it goes on from there
            store.commit(Ledger.batch(history.writer(), newest + 1));
            store.commit(Ledger.batch(history.writer(), newest + 2));
        }
        if (number % 5 == 0) {
            try (Store store = stores.open(folder)) {
                assertTrue(Ledger.check(store, history.writer(), Math.max(most, newest + 2)) == newest + 2);
            }
        }
        erase(folder);
        return most - newest;
    }

    private static Position cutLog(Log log, History history, Random random) throws IOException {
        List<Long> files = log.files();
        Position end = history.ends().get(history.ends().size() - 1);
        // most cuts in the last files, where the interesting boundaries are, some anywhere
        long file = random.nextInt(3) > 0 ? end.file() : files.get(random.nextInt(files.size()));
        file = Math.max(file, history.begin().file());
        long first = file == history.begin().file() ? history.begin().offset() : log.begin();
        long last = log.end(file);
        long offset = first + (long) (random.nextDouble() * (last - first + 1));
        for (long later : files) {
            if (later > file) {
                Files.delete(log.file(later));
            }
        }
        try (RandomAccessFile bytes = new RandomAccessFile(log.file(file).toFile(), "rw")) {
            switch (random.nextInt(3)) {
                case 0 -> bytes.setLength(offset);
                case 1 -> zero(bytes, offset, bytes.length());
                default -> loseSectors(bytes, offset, last, random);
            }
        }
        return new Position(file, offset);
    }

    private static void zero(RandomAccessFile log, long from, long to) throws IOException {
        log.seek(from);
        log.write(new byte[(int) (to - from)]);
    }

    /** The sectors behind the cut reached the disk in any order: some are there, some are not. */
    private static void loseSectors(RandomAccessFile log, long offset, long last, Random random) throws IOException {
        zero(log, offset, Math.min(log.length(), (offset / SECTOR + 1) * SECTOR));
        for (long at = (offset / SECTOR + 1) * SECTOR; at < last; at += SECTOR) {
            if (random.nextBoolean()) {
                zero(log, at, Math.min(log.length(), at + SECTOR));
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (!file.getFileName().toString().matches(".*\\.lck|LOCK")) {
                    Files.copy(file, to.resolve(from.relativize(file).toString()));
                }
            }
        }
    }

    private static void erase(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
