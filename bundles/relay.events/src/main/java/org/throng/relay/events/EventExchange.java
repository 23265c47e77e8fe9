// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.throng.event.Event;
import org.throng.event.EventId;
import org.throng.event.Filter;
import org.throng.event.MalformedException;
import org.throng.event.negentropy.Items;
import org.throng.policy.Source;
import org.throng.policy.Submission;
import org.throng.policy.Verdict;
import org.throng.relay.Exchange;
import org.throng.store.StoreException;

/** Gives stored events to other relays and takes theirs in, each by the way of all events. */
final class EventExchange implements Exchange {
    private final EventRelay relay;
    private final Source live = new Source(Source.Channel.STREAM, Optional.empty(), Set.of());
    private final Source compared = new Source(Source.Channel.SYNC, Optional.empty(), Set.of());

    EventExchange(EventRelay relay) {
        this.relay = relay;
    }

    @Override
    public Part newest(Filter filter, boolean gated, int most) throws StoreException {
        ExportQuery query = relay.export(filter, gated);
        Items.Builder items = new Items.Builder();
        long last = Long.MAX_VALUE;
        for (Found next = query.next(); next != null; next = query.next()) {
            long createdAt = Keys.createdAt(next.place());
            if (items.size() >= most && createdAt != last) {
                return new Part(items.build(), last);
            }
            if (items.size() >= most + MOST_OF_A_SECOND) {
                throw new StoreException("more than " + MOST_OF_A_SECOND
                        + " events have one created_at; a narrower filter can be compared");
            }
            items.add(createdAt, EventId.of(Keys.id(next.place())));
            last = createdAt;
        }
        return new Part(items.build(), Long.MIN_VALUE);
    }

    @Override
    public List<EventId> missing(Collection<EventId> ids) throws StoreException {
        List<EventId> missing = new ArrayList<>();
        for (EventId id : ids) {
            if (!relay.isStored(id)) {
                missing.add(id);
            }
        }
        return missing;
    }

    @Override
    public Optional<Event> give(EventId id, boolean gated) throws StoreException {
        return relay.find(id)
                .filter(event -> gated || !ReadRules.isRestricted(event.kind()))
                .filter(event -> !Checks.isProtected(event));
    }

    @Override
    public CompletableFuture<Taken> take(Event event, Way way) {
        CompletableFuture<Taken> taken = new CompletableFuture<>();
        Submission submission = new Submission(event, way == Way.LIVE ? live : compared, false);
        Verdict verdict = relay.gate().glance(submission);
        Optional<String> refusal = verdict.isAccepted()
                ? relay.checks().refusalOfMirror(event, relay.now())
                : Optional.of(
                        verdict.action() == Verdict.Action.SHADOW
                                ? Outcome.shadowed(submission.source()).text()
                                : verdict.text());
        try {
            if (refusal.isPresent()) {
                relay.intake().noteRefusal();
                taken.complete(new Taken(false, refusal.get()));
            } else if (relay.isStored(event.id())) {
                relay.counters().duplicates.increment();
                taken.complete(new Taken(false, ""));
            } else {
                relay.intake()
                        .add(new Arrival(
                                submission,
                                Row.of(event),
                                (accepted, text) ->
                                        taken.complete(new Taken(accepted && text.isEmpty(), accepted ? "" : text))));
            }
        } catch (StoreException e) {
            taken.complete(new Taken(false, "error: could not be read, try again later"));
        } catch (MalformedException e) {
            throw new IllegalStateException("the checks let an expiration through that is none", e);
        }
        return taken;
    }

    @Override
    public Listening listen(Consumer<Event> listener) {
        return relay.subscribers().listen(listener)::run;
    }
}
