// SPDX-License-Identifier: MIT
package org.throng.home;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The right to change a home folder: one process at a time. The operating system gives it back when the process ends,
 * however it ends.
 */
public final class HomeLock implements AutoCloseable {
    private final FileChannel channel;

    private HomeLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Another process holds the folder. */
    public static final class InUseException extends Exception {
        private static final long serialVersionUID = 1;

        InUseException(Home home) {
            super("another process uses the home folder " + home.folder() + "; stop it, or give another --home");
        }
    }

    /**
     * Takes the lock or fails at once.
     *
     * @throws InUseException where another process holds it
     * @throws IOException where the lock's file cannot be made
     */
    public static HomeLock acquire(Home home) throws InUseException, IOException {
        Path file = home.run().resolve("lock");
        FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null; // this very process holds it
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
        if (lock == null) {
            throw new InUseException(home);
        }
        return new HomeLock(channel);
    }

    /** Gives the lock back. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
