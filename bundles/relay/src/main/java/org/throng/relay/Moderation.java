// SPDX-License-Identifier: MIT
package org.throng.relay;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.osgi.annotation.versioning.ProviderType;
import org.throng.curve.PublicKey;
import org.throng.event.Event;
import org.throng.event.EventId;

/**
 * What an operator may ask a relay of this process about single events.
 *
 * <p><b>Observers.</b> Nothing of it is stored, counted or logged; nobody outside learns that it was asked.
 *
 * <p><b>Threads.</b> Any. {@link #explain} and {@link #erase} wait, seconds at most where nothing is broken.
 */
@ProviderType
public interface Moderation {
    /**
     * Who would say what about an event that came now: its form, its signature, each policy, and what is stored. All are asked,
     * also after one refused; what refuses first in this order is what a client is told.
     *
     * @param from the address that it would come from; empty for one that no rule is about
     * @param keys that its sender would have proven
     * @throws IOException where the disk does not answer
     */
    List<Finding> explain(Event event, Optional<InetAddress> from, Set<PublicKey> keys) throws IOException;

    /** The stored event of this id. @throws IOException where the disk does not answer */
    Optional<Event> find(EventId id) throws IOException;

    /**
     * Erases a stored event; it may come again where no policy refuses it.
     *
     * @return whether it was there; it is gone when this returns
     * @throws IOException where it could not be erased
     */
    boolean erase(EventId id) throws IOException;

    /**
     * Erases all that a key wrote and all wraps (1059) to it, but for its requests to vanish (62). None of it is served when this
     * returns; the disk gets its space back step by step, also after a restart. For a minute more nothing of the key is taken, so
     * that what was on its way does not stay; after that it may come again where no policy refuses it.
     *
     * @return whether there was anything
     * @throws IOException where it could not be begun
     */
    boolean erase(PublicKey author) throws IOException;

    /**
     * Events that people reported (kind 1984, NIP-56) and that are still here, those reported last first.
     *
     * @param most of them
     * @throws IOException where the disk does not answer
     */
    List<Report> reported(int most) throws IOException;

    /** Ends the connections from addresses that fit. @return how many */
    int disconnect(Predicate<InetAddress> from);

    /**
     * What one of those who are asked says.
     *
     * @param by {@code form}, {@code signature}, {@code policy NAME} or {@code store}
     * @param says {@code accept}, {@code refuse}, {@code shadow} (it would seem to be accepted), or {@code unasked}
     * @param why the text of the OK message; empty where it is accepted. Of {@code shadow} the reason for the operator
     */
    record Finding(String by, String says, String why) {}

    /**
     * A report.
     *
     * @param id of the reported event
     * @param reason the type of the report, such as {@code spam}, in the reporter's words; may be empty
     */
    record Report(EventId id, String reason) {}
}
