// SPDX-License-Identifier: MIT
package org.throng.transport.nostr;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.event.ClientMessage;
import org.throng.event.Event;
import org.throng.event.EventId;
import org.throng.event.Filter;
import org.throng.event.RelayMessage;
import org.throng.parcel.Label;
import org.throng.transport.Harvest;
import org.throng.transport.Page;
import org.throng.transport.TransportException;

/**
 * Pages by {@code until}, newest first.
 *
 * <p>All headers of a slot have one created_at and NIP-01 has no finer cursor. So the last slot of a page is asked for
 * again; where that brings nothing but the slot itself, as many events as the relay gives at all, more may lie there
 * that nobody can ask for: the harvest is then incomplete. Within an answer events may come in any order.
 */
final class Pages {
    /** As our own relay gives, for a slot must fit into one answer. A relay that gives less cuts it by itself (NIP-11). */
    private static final int PAGE = 5_000;

    private static final int LEAST_CAP = 100;
    private static final int ROUND = 50;
    private static final int KIND = 4610;
    private static final String SUBSCRIPTION = "s";

    /** In one call; so a time limit is for so much, and what was read so far is told. */
    private static final int PAGES = 16;

    /** Wraps may have 256 KiB each. */
    private static final int WRAPS = 200;

    private final Filter wanted;
    private final int most;
    private final UnaryOperator<List<Event>> check;
    private final long since;
    private final int pages;
    private final Consumer<Page> consumer;

    private final List<Event> page = new ArrayList<>();
    private Set<EventId> lastSlot = new HashSet<>();
    private long until;
    private int turns;
    /** Events that the relay gives at most in one answer: the smallest page that is known to have been cut. */
    private int cap;
    /** The largest answer that held nothing but one slot, to the end. */
    private int fullestSlot;

    private int lastSize;
    private long lastOldest = Long.MIN_VALUE;
    private long headers;

    /** Of headers, at most {@link #PAGES} pages. */
    Pages(Curve curve, Label label, long since, long until, Consumer<Page> consumer) {
        this(filter(label), PAGE, events -> Checked.headers(curve, events, label), since, until, PAGES, consumer);
    }

    private Pages(
            Filter wanted,
            int most,
            UnaryOperator<List<Event>> check,
            long since,
            long until,
            int pages,
            Consumer<Page> consumer) {
        this.wanted = wanted;
        this.most = most;
        this.check = check;
        this.since = since;
        this.until = until;
        this.pages = pages;
        this.consumer = consumer;
        cap = most;
    }

    /** Of wraps, all of them. */
    static Pages wraps(Curve curve, PublicKey reader, long since, Consumer<List<Event>> consumer) {
        return new Pages(
                filter(reader),
                WRAPS,
                events -> Checked.wraps(curve, events, reader),
                since,
                Long.MAX_VALUE,
                Integer.MAX_VALUE,
                page -> consumer.accept(page.headers()));
    }

    static Filter filter(PublicKey reader) {
        return Filter.ALL.withKinds(Checked.WRAP).withTag('p', reader.hex());
    }

    static Filter filter(Label label) {
        return Filter.ALL.withKinds(KIND).withTag('c', label.text());
    }

    ClientMessage first() {
        return request();
    }

    private ClientMessage request() {
        Filter filter = wanted.withSince(since).withLimit(most);
        return new ClientMessage.Request(
                SUBSCRIPTION, List.of(until == Long.MAX_VALUE ? filter : filter.withUntil(until)));
    }

    void hear(RelayMessage message, CompletableFuture<Harvest> answer, Consumer<ClientMessage> say) {
        if (message instanceof RelayMessage.Found found) {
            // a relay that sends more than it was asked for, or something else, is not listened to
            long at = found.event().createdAt();
            if (page.size() < most && at >= since && at <= until) {
                page.add(found.event());
            }
        } else if (message instanceof RelayMessage.Closed closed) {
            answer.completeExceptionally(new TransportException("the relay refused the question: " + closed.message()));
        } else if (message instanceof RelayMessage.Eose end && !answer.isDone()) {
            boolean more = turn(end.finished());
            if (more && turns < pages) {
                say.accept(request());
            } else {
                answer.complete(new Harvest(headers, isComplete(), rest(more)));
            }
        }
    }

    /**
     * Hands the page on.
     *
     * @param finished whether the relay says that this was the last one
     * @return whether there is another one to ask for
     */
    private boolean turn(boolean finished) {
        long oldest = page.stream().mapToLong(Event::createdAt).min().orElse(Long.MIN_VALUE);
        List<Event> fresh =
                page.stream().filter(event -> !lastSlot.contains(event.id())).toList();
        int size = page.size();
        page.clear();
        if (oldest < lastOldest && size > 0) {
            cap = Math.min(cap, lastSize); // older ones belonged into the answer before, which was cut
        }
        lastSize = size;
        lastOldest = oldest;
        turns++;
        boolean more = size > 0 && !finished && narrow(fresh, size, oldest);
        List<Event> right = check.apply(fresh);
        headers += right.size();
        consumer.accept(new Page(right, rest(more)));
        return more;
    }

    /** @return whether the window goes on below what was given */
    private boolean narrow(List<Event> fresh, int size, long oldest) {
        if (oldest < until) {
            until = oldest; // the answer may have been cut inside this slot
            lastSlot = idsOf(fresh, oldest);
        } else {
            fullestSlot = Math.max(fullestSlot, size);
            until = oldest - 1;
            lastSlot = new HashSet<>();
        }
        return until >= since;
    }

    private long rest(boolean more) {
        return more ? until : since - 1;
    }

    /** A slot that fills a whole answer may have more; where nothing older tells the cap, a round number does. */
    private boolean isComplete() {
        boolean looksCut = fullestSlot >= LEAST_CAP && fullestSlot % ROUND == 0;
        return fullestSlot < cap && !looksCut;
    }

    private static Set<EventId> idsOf(List<Event> events, long createdAt) {
        Set<EventId> ids = new HashSet<>();
        for (Event event : events) {
            if (event.createdAt() == createdAt) {
                ids.add(event.id());
            }
        }
        return ids;
    }
}
