// SPDX-License-Identifier: MIT
package org.throng.store.derby;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.derby.jdbc.EmbeddedDataSource;
import org.throng.store.StoreException;

/** The database in a store's folder, and the lock that keeps every other process out of it. */
final class Database {
    /** Lock conflicts, time-outs, interrupted reads. */
    private static final Set<String> PASSING = Set.of("40001", "40XL1", "40XL2", "08000", "XSDG9");

    /** From this error code on, Derby has closed the connection or the database. */
    private static final int SESSION_SEVERITY = 40_000;

    private final Path folder;
    private final int cachedPages;
    private final FileChannel lockFile;
    private final EmbeddedDataSource source = new EmbeddedDataSource();

    private Database(Path folder, int cachedPages, FileChannel lockFile) {
        this.folder = folder;
        this.cachedPages = cachedPages;
        this.lockFile = lockFile;
        source.setDatabaseName("directory:" + folder.resolve("derby"));
    }

    static Database open(Path given, int cachedPages) throws StoreException {
        Path folder = given.toAbsolutePath().normalize();
        if (folder.toString().contains(";")) {
            throw new StoreException("Derby cannot open " + folder + ": choose a folder without a semicolon");
        }
        try {
            Template.makeFolder(folder);
            Database database = new Database(folder, cachedPages, lock(folder));
            try {
                database.boot();
                return database;
            } catch (IOException | RuntimeException e) {
                database.lockFile.close();
                throw e;
            }
        } catch (StoreException e) {
            throw e;
        } catch (IOException e) {
            throw new StoreException(
                    "the store in " + folder + " could not be opened: look at its permissions and at"
                            + " the disk's free space",
                    e);
        }
    }

    private static FileChannel lock(Path folder) throws IOException {
        FileChannel file =
                FileChannel.open(folder.resolve("lock"), Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE));
        FileLock lock = null;
        try {
            lock = file.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null; // this very process has it open
        } finally {
            if (lock == null) {
                file.close();
            }
        }
        if (lock == null) {
            throw new StoreException(
                    "the store in " + folder + " is in use: stop the other node, or give this one another home");
        }
        return file;
    }

    private void boot() throws IOException {
        Path place = folder.resolve("derby");
        if (!Files.exists(place)) {
            Template.copyTo(place);
        }
        try {
            Engine.retain();
        } catch (SQLException e) {
            throw trouble("could not be opened", e);
        }
        try (Connection connection = connect()) {
            Migrations.apply(connection);
        } catch (SQLException e) {
            throw released(trouble("could not be opened", e));
        } catch (IOException | RuntimeException e) {
            throw released(new StoreException(this + " could not be opened: " + e.getMessage(), e));
        }
    }

    private StoreException released(StoreException reason) {
        try {
            Engine.release();
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
        return reason;
    }

    Connection connect() throws SQLException {
        return Engine.connect(source, folder, cachedPages);
    }

    /** A connection that lasts: it has its parser already, made on a stack of its own. */
    Connection connectApart() throws SQLException {
        return Apart.from(() -> {
            Connection connection = connect();
            // a text that Derby has not seen: one that it has is not parsed again
            connection.prepareStatement("VALUES " + System.nanoTime()).close();
            return connection;
        });
    }

    /** @throws StoreException where the disk has less left; what is stored can still be read then */
    void expectRoom(long bytes) throws StoreException {
        long left = folder.toFile().getUsableSpace();
        if (left < bytes) {
            throw new StoreException("the disk of " + this + " is full: " + (left >> 20) + " MiB are left, "
                    + (bytes >> 20) + " MiB are needed to write safely");
        }
    }

    /** Writes the tables anew without the room of what was deleted; needs as much of the disk meanwhile. */
    void compress() throws StoreException {
        expectRoom(size());
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String table : List.of("ENTRY", "PIECE")) {
                statement.execute("CALL SYSCS_UTIL.SYSCS_COMPRESS_TABLE('APP', '" + table + "', 1)");
            }
            statement.execute("CALL SYSCS_UTIL.SYSCS_CHECKPOINT_DATABASE()");
        } catch (SQLException e) {
            throw trouble("could not be made smaller", e);
        }
    }

    long size() throws StoreException {
        long bytes = 0;
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                bytes += sizeOf(file);
            }
            return bytes;
        } catch (IOException e) {
            throw new StoreException("the files of " + this + " cannot be listed", e);
        }
    }

    private static long sizeOf(Path file) throws IOException {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (NoSuchFileException e) {
            return 0; // Derby removes old logs at any time
        }
    }

    /** Writes everything out and lets others in. */
    void close() throws StoreException {
        try (lockFile) {
            try {
                Engine.shutDown(source);
            } finally {
                Engine.release();
            }
        } catch (SQLException e) {
            throw trouble("could not be closed in order; it recovers when it is opened again", e);
        } catch (IOException e) {
            throw new StoreException("the lock of " + this + " could not be removed", e);
        }
    }

    /** Whether a new connection may do better. */
    static boolean isPassing(SQLException e) {
        return PASSING.contains(e.getSQLState()) || e.getErrorCode() >= SESSION_SEVERITY;
    }

    /** Derby's own text may repeat a value, so its code stands in its place. */
    StoreException trouble(String what, SQLException e) {
        return new StoreException(
                this + " " + what + " (Derby " + e.getSQLState() + "): look at the disk's free space and health", e);
    }

    @Override
    public String toString() {
        return "the store in " + folder;
    }
}
