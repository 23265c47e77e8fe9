// SPDX-License-Identifier: MIT
package org.throng.mailbox;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.throng.curve.PublicKey;
import org.throng.event.EventId;

/** What to write together: all of it or nothing. Not for use by several threads. */
public final class Changes {
    private final List<Change> all = new ArrayList<>();

    /** One of them. */
    public sealed interface Change {}

    /** Stores a letter that is new, or puts it in place of the one with the same owner and id. */
    public record PutLetter(Letter letter) implements Change {}

    /** Removes a letter and leaves a mark, so that it does not come back. */
    public record RemoveLetter(PublicKey owner, EventId id) implements Change {}

    /** Sets a value in a drawer; {@code null} removes it. */
    public record Note(Drawer drawer, String key, byte[] value) implements Change {}

    public Changes put(Letter letter) {
        all.add(new PutLetter(letter));
        return this;
    }

    public Changes remove(PublicKey owner, EventId id) {
        all.add(new RemoveLetter(owner, id));
        return this;
    }

    public Changes put(Drawer drawer, String key, byte[] value) {
        all.add(new Note(drawer, key, value));
        return this;
    }

    public Changes remove(Drawer drawer, String key) {
        all.add(new Note(drawer, key, null));
        return this;
    }

    /** In the order of the calls. */
    public List<Change> all() {
        return Collections.unmodifiableList(all);
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }
}
