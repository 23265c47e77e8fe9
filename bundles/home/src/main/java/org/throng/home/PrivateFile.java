// SPDX-License-Identifier: MIT
package org.throng.home;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * Files that only their owner can read (mode 0600, folders 0700), written whole or not at all.
 *
 * <p><b>Promises.</b> A crash at any moment leaves the old content or the new one. When a call returns, the disk has
 * it: the file and its folder were synchronised. On a file system without POSIX modes the folder's own rights apply.
 *
 * <p><b>Threads.</b> One at a time for each file; {@link HomeLock} keeps other processes away.
 */
public final class PrivateFile {
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OTHERS = PosixFilePermissions.fromString("---rwxrwx");

    private PrivateFile() {}

    /**
     * Makes a folder and its missing parents, or closes an existing one to everybody else.
     *
     * @throws IOException where that is not possible
     */
    public static void folder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            if (isOpenToOthers(folder)) {
                Files.setPosixFilePermissions(folder, FOLDER);
            }
            return;
        }
        Files.createDirectories(folder, mode(folder, FOLDER));
        synchronise(folder.toAbsolutePath().getParent());
    }

    /** Content too long for memory. */
    public interface Content<E extends Exception> {
        /** Writes all of it; the stream stays open. */
        void writeTo(OutputStream out) throws IOException, E;
    }

    /** Puts content in place of whatever was there. */
    public static void replace(Path file, byte[] content) throws IOException {
        replace(file, (Content<RuntimeException>) out -> out.write(content));
    }

    /** As {@link #replace(Path, byte[])}; where writing fails, everything is as before. */
    public static <E extends Exception> void replace(Path file, Content<E> content) throws IOException, E {
        Path fresh = write(file, content);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        synchronise(file.toAbsolutePath().getParent());
    }

    /**
     * Makes a file that was not there.
     *
     * @throws FileAlreadyExistsException where it was; it is as before
     */
    public static void create(Path file, byte[] content) throws IOException {
        create(file, (Content<RuntimeException>) out -> out.write(content));
    }

    /** As {@link #create(Path, byte[])}; where writing fails, there is no file. */
    public static <E extends Exception> void create(Path file, Content<E> content) throws IOException, E {
        if (Files.exists(file)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        Path fresh = write(file, content);
        try {
            Files.createLink(file, fresh); // unlike a move it never replaces
            Files.delete(fresh);
        } catch (FileAlreadyExistsException e) {
            Files.delete(fresh);
            throw e;
        } catch (UnsupportedOperationException | FileSystemException e) {
            // no hard links here; the check above and the home's lock have to do
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        }
        synchronise(file.toAbsolutePath().getParent());
    }

    /**
     * Reads a file of bounded size.
     *
     * @throws IOException where it is missing, unreadable or has more than {@code max} bytes
     */
    public static byte[] read(Path file, int max) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(max + 1);
            if (content.length > max) {
                throw new IOException(file + " has more than the " + max + " bytes that it may have");
            }
            return content;
        }
    }

    /** Removes a file, if it is there. */
    public static void remove(Path file) throws IOException {
        if (Files.deleteIfExists(file)) {
            synchronise(file.toAbsolutePath().getParent());
        }
    }

    /**
     * Removes a file, if it is there, and then overwrites what it held. That reaches the disk where the file system writes in
     * place; others, and drives that move blocks about, keep the old ones until they are used again.
     */
    public static void erase(Path file) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        try (FileChannel held = FileChannel.open(file, StandardOpenOption.WRITE)) {
            remove(file); // before: a crash leaves it whole or leaves none
            ByteBuffer zeros = ByteBuffer.allocate((int) Math.min(held.size(), 1 << 16));
            for (long at = 0; at < held.size(); at += zeros.capacity()) {
                held.write(zeros.clear().limit((int) Math.min(zeros.capacity(), held.size() - at)), at);
            }
            held.force(true);
        }
    }

    /** What a write that a crash cut short may have left beside a file. */
    public static Path unfinished(Path file) {
        return file.resolveSibling("." + file.getFileName() + ".new");
    }

    /** Whether anybody but the owner may read, write or enter it. */
    public static boolean isOpenToOthers(Path path) throws IOException {
        if (!isPosix(path)) {
            return false;
        }
        Set<PosixFilePermission> open = EnumSet.copyOf(OTHERS);
        open.retainAll(Files.getPosixFilePermissions(path));
        return !open.isEmpty();
    }

    /** What went wrong with a file or folder, on one line that names it and says why: many exceptions say one of both. */
    public static String reason(Path file, IOException e) {
        String what = String.valueOf(e.getMessage());
        String named = e instanceof FileSystemException || what.contains(file.toString()) ? what : file + ": " + what;
        if (e instanceof NoSuchFileException) {
            return named + ": there is no such file or folder";
        }
        if (e instanceof AccessDeniedException) {
            return named + ": the permission is missing";
        }
        if (e instanceof FileAlreadyExistsException) {
            return named + ": it is there already; choose another name or remove it first";
        }
        return named;
    }

    private static <E extends Exception> Path write(Path file, Content<E> content) throws IOException, E {
        Path fresh = unfinished(file);
        Files.deleteIfExists(fresh); // left by a crash
        boolean whole = false;
        try (FileChannel channel = FileChannel.open(
                fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode(file, FILE))) {
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel));
            content.writeTo(out);
            out.flush();
            channel.force(true);
            whole = true;
        } finally {
            if (!whole) {
                Files.deleteIfExists(fresh);
            }
        }
        return fresh;
    }

    private static void synchronise(Path folder) throws IOException {
        if (isPosix(folder)) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static FileAttribute<?>[] mode(Path path, Set<PosixFilePermission> mode) {
        return isPosix(path)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(mode)}
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
