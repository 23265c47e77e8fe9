// SPDX-License-Identifier: MIT
package org.throng.policy;

import java.io.IOException;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What the operator banned and allowed.
 *
 * <p>A banned key, event, kind or address is refused. As soon as one key is allowed, only allowed keys may write, and the same of
 * kinds; an allowed event is taken whoever wrote it. A wrap (1059, 21059) has an author for once and is decided by the key in its
 * {@code p} tag; a header and a body (4610, 4611) name nobody, so only their kind and their id count.
 *
 * <p><b>Promises.</b> A change is on the disk and in force when the call returns. A subject is on one list at most: to put it
 * on one takes it off the other. At most {@link #MOST} subjects stand on both together.
 *
 * <p><b>Threads.</b> Any; changes one at a time.
 */
@ProviderType
public interface Lists {
    /** Subjects on both lists together. */
    int MOST = 100_000;

    /** Characters of a reason at most; the rest is cut off. */
    int MAX_REASON = 200;

    /**
     * A line of a list.
     *
     * @param reason for the operator; may be empty
     */
    record Entry(Subject subject, String reason) {
        public Entry {
            reason = reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) : reason;
        }
    }

    /**
     * Puts it on the list of what is banned; a second time, with another reason.
     *
     * @throws IOException where it cannot be written, or the lists are full; all is as before
     */
    void ban(Entry entry) throws IOException;

    /** @return whether it was banned */
    boolean unban(Subject subject) throws IOException;

    /**
     * Puts it on the list of what is allowed.
     *
     * @throws IOException as for {@link #ban}
     * @throws IllegalArgumentException for addresses, which everybody may come from who is not banned
     */
    void allow(Entry entry) throws IOException;

    /** @return whether it was allowed */
    boolean unallow(Subject subject) throws IOException;

    /** In the order in which they were banned. */
    List<Entry> banned();

    /** In the order in which they were allowed. */
    List<Entry> allowed();
}
