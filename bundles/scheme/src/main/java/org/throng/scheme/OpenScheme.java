// SPDX-License-Identifier: MIT
package org.throng.scheme;

import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;
import org.throng.curve.PublicKey;
import org.throng.event.Event;
import org.throng.parcel.rumor.Rumor;

/**
 * A way to seal for people who do not use Throng: one event, with the reader's key openly on it, and no header. It is used
 * where the user asks for it by name, and never by itself.
 *
 * <p><b>Promises.</b> As {@link Scheme}: what was wrapped for a reader is opened by that reader and by nobody else; "not
 * mine" and "not right" are answers; the same message wrapped twice has nothing in common but the reader's key.
 *
 * <p><b>Observers.</b> No call touches the network. Whoever sees the event learns who is to read it, about how long it is, and
 * when it was posted.
 *
 * <p><b>Threads.</b> Any, at once.
 */
@ConsumerType
public interface OpenScheme {
    /** Messages of other Nostr clients: gift wraps of NIP-59 with the rumors of NIP-17. */
    String NIP17 = "nip17";

    /** Bytes of a rumor's JSON at most: its event then fits into 256 KiB, which relays and readers take. */
    int MAX_RUMOR = 98_304;

    /** The name in the command line and in a message's {@code scheme}, such as {@value #NIP17}. */
    String name();

    /**
     * Seals a rumor and signs its event with a fresh disposable key.
     *
     * @param now UNIX seconds; the event is dated earlier, at random
     * @throws IllegalArgumentException where the rumor is not the sender's or longer than {@link #MAX_RUMOR}, or the recipient
     *     is no point of the curve
     */
    Event wrap(Sender sender, PublicKey recipient, Rumor rumor, long now);

    /**
     * Opens an event; empty where it is not for this reader or anything about it is not right.
     *
     * @param reader whose npub's secret is open
     */
    Optional<Rumor> unwrap(Event wrap, Reader reader);
}
