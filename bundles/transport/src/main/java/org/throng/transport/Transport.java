// SPDX-License-Identifier: MIT
package org.throng.transport;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ConsumerType;
import org.throng.curve.PublicKey;
import org.throng.event.Event;
import org.throng.event.EventId;
import org.throng.event.RelayUrl;
import org.throng.parcel.Label;

/**
 * A way to reach relays.
 *
 * <p><b>Promises.</b> Every future completes, at the latest when the variant's time limit is over: with an answer, or
 * with a {@link TransportException} that says what never came. Events that come back were checked: id, signature, and
 * that they are what was asked for. No answer of a relay is larger than the limits of docs/protocol.md allow. A caller that
 * cancels a future ends its call: the connection is closed, and nothing of the caller is held any longer.
 *
 * <p><b>Observers.</b> Each call of {@link #post}, {@link #body} and {@link #newest} uses a connection of its own, which
 * no other call shares; the relay and the wire learn the time, the size and what is said at each method.
 *
 * <p><b>Threads.</b> Any. Futures complete and followers are called on the variant's own threads, which must not be
 * blocked.
 */
@ConsumerType
public interface Transport {
    /** A short name, such as {@code nostr}. */
    String name();

    /** Whether this variant speaks with such a relay. */
    boolean reaches(RelayUrl relay);

    /** Hands an event to a relay. The relay learns the event, and that this address had it. */
    CompletableFuture<Receipt> post(RelayUrl relay, Event event);

    /**
     * The headers of a crowd from one moment to another, in pages, newest page first; a header may come twice. A call shows
     * some pages, and its answer says where the next one goes on; the time limit is for each call. The relay learns the crowd
     * and the moments.
     *
     * @param since UNIX seconds, inclusive
     * @param until UNIX seconds, inclusive; {@link Long#MAX_VALUE}: to now
     * @param page is shown each page, one at a time, before the next is asked for; what it throws ends the call
     */
    CompletableFuture<Harvest> headers(RelayUrl relay, Label label, long since, long until, Consumer<Page> page);

    /**
     * The documents of a relay's feed. Nothing is asked for yet.
     *
     * @throws TransportException where this variant downloads none
     */
    default Documents documents(FeedAddress feed) throws TransportException {
        throw new TransportException(name() + " downloads no feed");
    }

    /**
     * Headers of a crowd as they arrive, and those from one moment on that are there already, until the subscription is
     * closed or the connection ends. The relay learns the crowd and the moment.
     *
     * @param since UNIX seconds, inclusive
     */
    CompletableFuture<Following> follow(RelayUrl relay, Label label, long since, Follower follower);

    /**
     * All wraps of NIP-59 (kind 1059) that name a key as their reader, from one moment on to now, in pages, newest page
     * first; one may come twice. The relay learns that this address reads for that key: only where the user wants it. Fails with words
     * that hold {@code auth-required:} where the relay wants to know who reads, which it is never told.
     *
     * @param since UNIX seconds, inclusive
     */
    default CompletableFuture<Harvest> wraps(RelayUrl relay, PublicKey reader, long since, Consumer<List<Event>> page) {
        return CompletableFuture.failedFuture(new TransportException(name() + " reads no wraps"));
    }

    /** Wraps as they arrive, as {@link #follow}; the relay learns what {@link #wraps} shows it. */
    default CompletableFuture<Following> followWraps(RelayUrl relay, PublicKey reader, long since, Follower follower) {
        return CompletableFuture.failedFuture(new TransportException(name() + " reads no wraps"));
    }

    /** A body by its id; empty where the relay does not have it. The relay learns which body this address wants. */
    CompletableFuture<Optional<Event>> body(RelayUrl relay, EventId id);

    /**
     * The newest event of an author and a replaceable kind, such as a profile; empty where there is none. The relay
     * learns that this address asked for it.
     */
    CompletableFuture<Optional<Event>> newest(RelayUrl relay, PublicKey author, int kind);

    /** Whether the relay answers, what it is, and how far its clock is from ours. */
    CompletableFuture<RelayFacts> look(RelayUrl relay);
}
