// SPDX-License-Identifier: MIT
package org.throng.store.derby;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.throng.itests.contracts.StoreCutsContract;

/**
 * Derby's transaction log from outside. A file is as long as it will ever be from the start, filled with zeros; a record
 * is {@code length u32 ‖ instant u64 ‖ bytes ‖ length u32}, so the first length of zero is the end of what was written.
 */
record LogFiles(Path store) implements StoreCutsContract.Log {
    private static final int HEADER = 24;
    private static final int OVERHEAD = 16;

    @Override
    public Path file(long number) {
        return store.resolve("derby/log/log" + number + ".dat");
    }

    @Override
    public long begin() {
        return HEADER;
    }

    @Override
    public long end(long number) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file(number).toFile(), "r")) {
            long at = HEADER;
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

    @Override
    public List<Long> files() throws IOException {
        try (Stream<Path> files = Files.list(store.resolve("derby/log"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("log[0-9]+\\.dat"))
                    .map(name -> Long.valueOf(name.substring(3, name.length() - 4)))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public byte[] checkpoint() throws IOException {
        return Files.readAllBytes(store.resolve("derby/log/log.ctrl"));
    }
}
