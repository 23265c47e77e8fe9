// SPDX-License-Identifier: MIT
package org.throng.mailbox;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.osgi.annotation.versioning.ProviderType;
import org.throng.curve.PublicKey;
import org.throng.event.EventId;

/**
 * My letters and the notes of outbox and inbox. The service is there while the vault is open, and only then.
 *
 * <p><b>Promises.</b> {@link #write} returns after everything is on the disk, or nothing of it is. A letter is there
 * once: one owner, one writer, one rumor. A letter that was removed does not come back when its message arrives again.
 * On the disk everything is encrypted and authenticated; what can be seen there is how many records there are, about how
 * large, and when.
 *
 * <p>Of a disposable identity that departed nothing is left when the service appears, or soon after it departed while the
 * service is there; and nothing of it is taken any more: such parts of a {@link #write} are left out. That is every letter of
 * which it is the owner, and every note in whose key its 64 hex digits stand. Letters that were still to be sent are shown to
 * the listeners once more, as failed.
 *
 * <p><b>Observers.</b> No call touches the network.
 *
 * <p><b>Threads.</b> Any. Listeners are called on the writing thread, after the write.
 */
@ProviderType
public interface Mailbox {
    /** Writes all of it durably. */
    void write(Changes changes) throws IOException;

    /**
     * Puts a changed letter in place of the one that is there, at once: no other write comes between. Nothing is written
     * where the letter is not there or stays as it is.
     *
     * @return the letter as it is now
     */
    Optional<Letter> change(PublicKey owner, EventId id, UnaryOperator<Letter> how) throws IOException;

    /** A letter by its id. */
    Optional<Letter> find(PublicKey owner, EventId id) throws IOException;

    /** A letter by its id, whoever of my identities owns it; the one that came first where several do. */
    Optional<Letter> find(EventId id) throws IOException;

    /** Whether this writer's rumor was stored for this owner, removed letters included. */
    boolean knows(PublicKey owner, PublicKey writer, EventId rumor) throws IOException;

    /**
     * Shows letters in the order of their arrival, those after a cursor, until the visitor has enough.
     *
     * @param visitor says whether to go on
     */
    void letters(long after, Predicate<Letter> visitor) throws IOException;

    /** A value of a drawer. */
    Optional<byte[]> note(Drawer drawer, String key) throws IOException;

    /** Shows all values of a drawer in no order; they may be changed meanwhile. */
    void notes(Drawer drawer, NoteVisitor visitor) throws IOException;

    /** Disposable identities that were wiped of late, oldest first. */
    List<Wiped> wiped() throws IOException;

    /** Gives the room of removed letters back. @return bytes freed, at least 0 */
    long compact() throws IOException;

    /** Bytes on the disk. */
    long size() throws IOException;

    /** Is told of each letter that was put, until the result is closed. */
    AutoCloseable listen(LetterListener listener);

    /** Is shown the values of a drawer. */
    @FunctionalInterface
    interface NoteVisitor {
        void visit(String key, byte[] value) throws IOException;
    }

    /** Hears of letters as they are put. Must not block. */
    @FunctionalInterface
    interface LetterListener {
        void put(Letter letter);
    }
}
