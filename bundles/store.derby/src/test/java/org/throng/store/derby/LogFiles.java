// SPDX-License-Identifier: MIT
package org.throng.store.derby;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Derby's transaction log from outside. A file is as long as it will ever be from the start, filled with zeros; a record
 * is {@code length u32 ‖ instant u64 ‖ bytes ‖ length u32}, so the first length of zero is the end of what was written.
 */
final class LogFiles {
    private static final int HEADER = 24;
    private static final int OVERHEAD = 16;

    private LogFiles() {}

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

    static Path file(Path store, long number) {
        return store.resolve("derby/log/log" + number + ".dat");
    }

    /** Where the log ends. */
    static Position end(Path store) throws IOException {
        long newest = numbers(store).stream().mapToLong(Long::longValue).max().orElseThrow();
        return new Position(newest, end(store, newest, HEADER));
    }

    private static long end(Path store, long number, long from) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file(store, number).toFile(), "r")) {
            long at = from;
            while (at + OVERHEAD <= in.length()) {
                in.seek(at);
                int length = in.readInt();
                if (length == 0) {
                    break;
                }
                at += length + OVERHEAD;
            }
            return at;
        }
    }

    /** Where a file's records end. */
    static long end(Path store, long number) throws IOException {
        return end(store, number, HEADER);
    }

    static List<Long> numbers(Path store) throws IOException {
        try (Stream<Path> files = Files.list(store.resolve("derby/log"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("log[0-9]+\\.dat"))
                    .map(name -> Long.valueOf(name.substring(3, name.length() - 4)))
                    .sorted()
                    .toList();
        }
    }
}
