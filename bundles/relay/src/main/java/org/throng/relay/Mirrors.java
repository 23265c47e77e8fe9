// SPDX-License-Identifier: MIT
package org.throng.relay;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import org.throng.event.Filter;
import org.throng.event.RelayUrl;

/**
 * Keeps the relay of this process and others alike: by comparing once, and by standing mirrors of the settings.
 *
 * <p><b>Observers.</b> The other relay learns this machine's address, the filter, and the ids and events that are sent to it.
 *
 * <p><b>Threads.</b> Any.
 */
@ProviderType
public interface Mirrors {
    /** Which relay gets what it lacks. */
    enum Direction {
        /** The other one. */
        UP,
        /** This one. */
        DOWN,
        /** Both. */
        BOTH;

        public boolean sends() {
            return this != DOWN;
        }

        public boolean fetches() {
            return this != UP;
        }
    }

    /** The standing mirrors, in the order of the settings. */
    List<State> states();

    /**
     * How a standing mirror does.
     *
     * @param relay host and port of the other one
     * @param direction of the settings
     * @param state {@code connecting}, {@code comparing}, {@code following}, {@code waiting} (until it tries again) or
     *     {@code stopped} (this relay is not open)
     * @param detail for people: what is wrong, or how it compares; may be empty
     * @param since when the state began
     * @param equal when both were last seen to be alike
     * @param counts since it was started
     */
    record State(
            String relay,
            Direction direction,
            String state,
            String detail,
            Instant since,
            Optional<Instant> equal,
            Counts counts) {}

    /**
     * What went to and fro.
     *
     * @param stored of the other relay's, new here
     * @param refused of the other relay's, not stored here
     * @param sent to the other relay and stored there
     * @param rejected by the other relay
     * @param comparisons that came to their end
     * @param connections that were opened
     */
    record Counts(long stored, long refused, long sent, long rejected, long comparisons, long connections) {}

    /**
     * Compares all that fits a filter with another relay, and sends and fetches what is missing. Deletions (5) and requests to vanish
     * (62) of the same authors go along, whatever kinds the filter names. Takes as long as it takes; the memory is bounded.
     *
     * @param filter without a limit
     * @param dryRun whether only to count
     * @param progress is told about once a second; what it throws breaks the work off
     * @throws IOException where the relay cannot be reached, broke off, or the disk does not answer
     * @throws UnwillingException where the relay does not answer us at all
     */
    Report sync(RelayUrl relay, Filter filter, Direction direction, boolean dryRun, Progress progress)
            throws IOException, UnwillingException;

    /** Is told how far it is. */
    @FunctionalInterface
    interface Progress {
        void at(Report soFar) throws IOException;
    }

    /**
     * What was found and done.
     *
     * @param compared own events that were compared
     * @param missingHere that the other relay has and this one lacks
     * @param missingThere that this relay has and the other one lacks
     * @param stored new here
     * @param sent new there
     * @param refused by this relay, by reason
     * @param rejected by the other relay, by reason
     * @param plainly whether without NIP-77, by asking for everything
     * @param notes for people: what could not be compared, and why it was asked plainly
     */
    record Report(
            long compared,
            long missingHere,
            long missingThere,
            long stored,
            long sent,
            Map<String, Long> refused,
            Map<String, Long> rejected,
            boolean plainly,
            List<String> notes) {
        public Report {
            refused = Map.copyOf(refused);
            rejected = Map.copyOf(rejected);
            notes = List.copyOf(notes);
        }
    }

    /** The other relay wants something that is not done here, such as to know who asks. */
    final class UnwillingException extends Exception {
        private static final long serialVersionUID = 1;

        public UnwillingException(String message) {
            super(message);
        }
    }
}
