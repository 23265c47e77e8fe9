// SPDX-License-Identifier: MIT
package org.throng.store.rocksdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.throng.itests.contracts.StoreCutsContract;
import org.throng.store.Stores;

class CutsTest extends StoreCutsContract {
    @Override
    protected Stores stores() {
        return new RocksStores(64 << 20, 0);
    }

    @Override
    protected Log log(Path folder) {
        return new LogFiles(folder.resolve("rocksdb"));
    }

    /** RocksDB's log from outside: a file is as long as what was written, and each batch is a record of its own. */
    private record LogFiles(Path folder) implements Log {
        @Override
        public List<Long> files() throws IOException {
            try (Stream<Path> files = Files.list(folder)) {
                return files.map(file -> file.getFileName().toString())
                        .filter(name -> name.matches("[0-9]{6}\\.log"))
                        .map(name -> Long.valueOf(name.substring(0, 6)))
                        .sorted()
                        .toList();
            }
        }

        @Override
        public Path file(long number) {
            return folder.resolve(String.format(java.util.Locale.ROOT, "%06d.log", number));
        }

        @Override
        public long begin() {
            return 0;
        }

        @Override
        public long end(long number) throws IOException {
            return Files.size(file(number));
        }

        /** The names of the tables: a new one has taken in what was in the log. */
        @Override
        public byte[] checkpoint() throws IOException {
            try (Stream<Path> files = Files.list(folder)) {
                return files.map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(".sst"))
                        .sorted()
                        .toList()
                        .toString()
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8);
            }
        }
    }
}
