// SPDX-License-Identifier: MIT
package org.throng.home;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * One process at a time uses a home: a node for its whole life, a command for a moment. The lock is the operating
 * system's, on {@code run/lock}: it ends with the process, however that ends. The file says who holds it, for messages
 * only.
 */
public final class HomeLock implements AutoCloseable {
    private final FileChannel channel;

    private HomeLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock, if nobody has it, without waiting.
     *
     * @throws IOException where {@code run} cannot be written
     */
    public static Optional<HomeLock> tryTake(Home home) throws IOException {
        PrivateFile.folder(home.run());
        FileChannel channel = FileChannel.open(
                file(home), StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ);
        HomeLock lock = null;
        try {
            FileLock taken = channel.tryLock();
            if (taken != null) {
                byte[] pid = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
                channel.truncate(0).write(ByteBuffer.wrap(pid));
                lock = new HomeLock(channel);
            }
        } catch (OverlappingFileLockException e) {
            return Optional.empty(); // somebody else in this process has it
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
        return Optional.ofNullable(lock);
    }

    /**
     * Whether a process has it now; not for the process that does. Where none has, it is taken for an instant.
     *
     * @throws IOException where the lock cannot be opened
     */
    public static boolean isHeld(Home home) throws IOException {
        try (FileChannel channel = FileChannel.open(file(home), StandardOpenOption.WRITE);
                FileLock free = channel.tryLock()) {
            return free == null;
        } catch (NoSuchFileException e) {
            return false;
        } catch (OverlappingFileLockException e) {
            return true; // somebody else in this process has it
        }
    }

    /** Which process wrote its name into the lock last; it may have ended. */
    public static Optional<Long> holder(Home home) {
        try {
            String text = new String(PrivateFile.read(file(home), 20), StandardCharsets.US_ASCII);
            return text.matches("[1-9][0-9]{0,17}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // no file, no holder
        }
    }

    /** Gives the home back. */
    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static Path file(Home home) {
        return home.run().resolve("lock");
    }
}
