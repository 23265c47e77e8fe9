// SPDX-License-Identifier: MIT
package org.throng.relay;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;
import org.throng.event.Filter;

/**
 * Events of this process's relay as lines of JSON, one event each: the form that other relays exchange too.
 *
 * <p><b>Promises.</b> Memory is bounded, however many there are. What was taken in is on the disk when the call returns.
 *
 * <p><b>Threads.</b> Any, at once. Calls may take minutes.
 */
@ProviderType
public interface Transfer {
    /** Bytes of one line at most. */
    int MAX_LINE = 16 << 20;

    /** Takes one event. */
    @FunctionalInterface
    interface Lines {
        /** @param json UTF-8 without a line's end; must not be changed */
        void line(byte[] json) throws IOException;
    }

    /**
     * Shows the stored events that fit, newest first, each once, whoever may read them; those that have expired are left out. What
     * comes or goes meanwhile may be shown or not.
     *
     * @return how many
     * @throws IOException where the disk does not answer, and what {@code lines} throws
     */
    long export(Filter filter, Lines lines) throws IOException;

    /**
     * Takes in events, one a line; empty lines are skipped. What the relay keeps of deletions and of those who asked to vanish keeps
     * out their older events, in whatever order they come, and what is stored is shown to subscribers. Policies are asked and told
     * that it is an import, so what is banned stays out; limits for clients (speed, proof of work, protection, the time for headers
     * and bodies) do not apply. What a client would wrongly be told is stored counts as refused.
     *
     * @param trusted whether signatures are not verified
     * @throws IOException where the stream fails or the relay ends
     */
    Taken take(InputStream lines, boolean trusted) throws IOException;

    /**
     * What became of the lines.
     *
     * @param stored that are new here
     * @param duplicates that were here
     * @param refused by reason, which is fit for people; begins with {@code error:} where the disk is at fault
     */
    record Taken(long stored, long duplicates, Map<String, Long> refused) {
        public Taken {
            refused = Map.copyOf(refused);
        }
    }
}
