// SPDX-License-Identifier: MIT
package org.throng.relay;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;
import org.throng.event.Event;
import org.throng.event.EventId;
import org.throng.event.Filter;
import org.throng.event.negentropy.Items;

/**
 * What a relay of this process gives to other relays and takes from them.
 *
 * <p><b>Promises.</b> What is taken goes the way of all events: form, id and signature are checked, policies are asked, deletions,
 * requests to vanish and expiry are obeyed, and what was taken is on the disk. Nothing is given that has expired or is protected
 * (NIP-70), and what is served to its parties only (kinds 4, 1059) just where that is asked for.
 *
 * <p><b>Observers.</b> Whoever is given an event or an id learns that this relay has it.
 *
 * <p><b>Threads.</b> Any, at once.
 */
@ProviderType
public interface Exchange {
    /** How another relay's event came here. */
    enum Way {
        /** It was sent as it was published there. */
        LIVE,
        /** Both relays were compared. */
        COMPARED
    }

    /** Events of one second that {@link #newest} takes together at most. */
    int MOST_OF_A_SECOND = 1 << 20;

    /**
     * The newest stored events that fit, whole seconds of them: {@code most}, and what else has the created_at of the last one.
     * Reads each of them; a hundred thousand take seconds.
     *
     * @param filter without a limit
     * @param gated whether also what is served to its parties only
     * @param most at least 1; 40 bytes of memory each
     * @throws IOException where the disk does not answer, or one second has more than {@link #MOST_OF_A_SECOND}
     */
    Part newest(Filter filter, boolean gated, int most) throws IOException;

    /**
     * Some of the stored events that fit a filter.
     *
     * @param since UNIX seconds from which on all that fit are there; {@link Long#MIN_VALUE} where all are there
     */
    record Part(Items items, long since) {}

    /** Those that are not stored here, in their order. @throws IOException where the disk does not answer */
    List<EventId> missing(Collection<EventId> ids) throws IOException;

    /**
     * A stored event that may be given to another relay; empty where it is gone or must not be given.
     *
     * @param gated whether also what is served to its parties only
     * @throws IOException where the disk does not answer
     */
    Optional<Event> give(EventId id, boolean gated) throws IOException;

    /**
     * Takes in an event of another relay. Limits for clients (speed, proof of work, the time for headers and bodies) do not apply.
     * Ephemeral events are refused: nothing would keep them from going round in a ring of relays.
     *
     * @return told once it is on the disk, or is not going to be; never fails
     */
    CompletableFuture<Taken> take(Event event, Way way);

    /**
     * What became of an event.
     *
     * @param stored whether it is new here
     * @param refusal why it is not stored, fit for people, with a word of NIP-01 before it; empty where it is, or was already.
     *     With {@code error:} it may be stored another time
     */
    record Taken(boolean stored, String refusal) {}

    /**
     * Shows each event that is stored from now on, whoever sent it, on the thread that stores: the listener must return at once.
     *
     * @return ends it
     */
    Listening listen(Consumer<Event> listener);

    /** Somebody listens. */
    interface Listening extends AutoCloseable {
        @Override
        void close();
    }
}
