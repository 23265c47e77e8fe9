// SPDX-License-Identifier: MIT
package org.throng.identity.keyfile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.throng.curve.PublicKey;
import org.throng.home.PrivateFile;
import org.throng.identity.IdentityException;
import org.throng.identity.IdentityException.Reason;
import org.throng.identity.Nip19;
import org.throng.identity.Pointer;

/**
 * Disposable identities on their way out. A mark ({@code npub1….gone}) is put down first, then their files are erased; it
 * goes when all else that is kept of them is wiped. So whatever ends this process, the next one goes on where it stopped.
 *
 * <p>Threads: changes are the caller's to order; the sets may be read by any.
 */
final class Departures {
    private static final String SUFFIX = ".gone";
    private static final String TEXT =
            "The key of this identity is gone. What is left of it in the mailbox is wiped when"
                    + " the vault is opened next, and then this file.\n";

    private final Path folder;
    private volatile Set<PublicKey> departed;
    private volatile Set<PublicKey> gone;

    /** Reads the marks, and erases what a crash left of those that have one. */
    Departures(Path folder) throws IdentityException {
        this.folder = folder;
        Set<PublicKey> marked = new LinkedHashSet<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> paths = Files.list(folder)) {
                for (Path mark : paths.filter(Departures::isMark).sorted().toList()) {
                    PublicKey npub = npub(mark);
                    erase(npub);
                    marked.add(npub);
                }
            } catch (IOException e) {
                throw new IdentityException(Reason.FILE, folder + " cannot be read or written", e);
            }
        }
        departed = Set.copyOf(marked);
        gone = departed;
    }

    private static boolean isMark(Path path) {
        String name = path.getFileName().toString();
        return name.startsWith("npub1") && name.endsWith(SUFFIX);
    }

    private static PublicKey npub(Path mark) throws IdentityException {
        String name = mark.getFileName().toString();
        Pointer pointer = Nip19.decode(name.substring(0, name.length() - SUFFIX.length()));
        return ((Pointer.Key) pointer).npub();
    }

    Set<PublicKey> departed() {
        return departed;
    }

    Set<PublicKey> gone() {
        return gone;
    }

    /** Marks it, and erases its files. */
    void begin(PublicKey npub) throws IOException {
        PrivateFile.replace(mark(npub), TEXT.getBytes(StandardCharsets.UTF_8));
        gone = with(gone, npub); // before anybody is told to wipe
        departed = with(departed, npub);
        erase(npub);
    }

    private void erase(PublicKey npub) throws IOException {
        for (Path file : List.of(folder.resolve(IdentityFile.name(npub)), ContactsFile.path(folder, npub))) {
            PrivateFile.erase(file);
            PrivateFile.erase(PrivateFile.unfinished(file));
        }
    }

    /** Nothing is left of it. */
    void end(PublicKey npub) throws IOException {
        PrivateFile.remove(mark(npub));
        departed = without(departed, npub);
    }

    /** The same key came in once more. */
    void back(PublicKey npub) {
        gone = without(gone, npub);
    }

    private Path mark(PublicKey npub) {
        return folder.resolve(Nip19.npub(npub) + SUFFIX);
    }

    private static Set<PublicKey> with(Set<PublicKey> set, PublicKey one) {
        Set<PublicKey> more = new LinkedHashSet<>(set);
        more.add(one);
        return Set.copyOf(more);
    }

    private static Set<PublicKey> without(Set<PublicKey> set, PublicKey one) {
        Set<PublicKey> fewer = new LinkedHashSet<>(set);
        fewer.remove(one);
        return Set.copyOf(fewer);
    }
}
