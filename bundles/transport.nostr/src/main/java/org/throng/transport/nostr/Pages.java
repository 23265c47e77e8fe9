// SPDX-License-Identifier: MIT
package org.throng.transport.nostr;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.throng.curve.Curve;
import org.throng.event.ClientMessage;
import org.throng.event.Event;
import org.throng.event.EventId;
import org.throng.event.Filter;
import org.throng.event.RelayMessage;
import org.throng.parcel.Label;
import org.throng.parcel.Slot;
import org.throng.transport.Harvest;
import org.throng.transport.TransportException;

/**
 * Pages by {@code until}, newest first.
 *
 * <p>All headers of a slot have one created_at and NIP-01 has no finer cursor. So the last slot of a page is asked for
 * again; where that brings nothing but the slot itself, as many events as the relay gives at all, more may lie there
 * that nobody can ask for: the harvest is then incomplete.
 */
final class Pages {
    private static final int PAGE = 500;
    private static final int KIND = 4610;
    private static final String SUBSCRIPTION = "s";

    private final Curve curve;
    private final Label label;
    private final long since;
    private final Consumer<List<Event>> consumer;

    private final List<Event> page = new ArrayList<>();
    private Set<EventId> lastSlot = new HashSet<>();
    private long until = Long.MAX_VALUE;
    private int largest;
    private long headers;
    private boolean complete = true;

    Pages(Curve curve, Label label, long since, Consumer<List<Event>> consumer) {
        this.curve = curve;
        this.label = label;
        this.since = since;
        this.consumer = consumer;
    }

    static Filter filter(Label label) {
        return Filter.ALL.withKinds(KIND).withTag('c', label.text());
    }

    ClientMessage first() {
        return request();
    }

    private ClientMessage request() {
        Filter filter = filter(label).withSince(since).withLimit(PAGE);
        return new ClientMessage.Request(
                SUBSCRIPTION, List.of(until == Long.MAX_VALUE ? filter : filter.withUntil(until)));
    }

    void hear(RelayMessage message, CompletableFuture<Harvest> answer, Consumer<ClientMessage> say) {
        if (message instanceof RelayMessage.Found found) {
            // a relay that sends more than it was asked for is not listened to
            if (page.size() < 4 * PAGE && found.event().createdAt() <= until) {
                page.add(found.event());
            }
        } else if (message instanceof RelayMessage.Closed closed) {
            answer.completeExceptionally(
                    new TransportException("the relay refused the question for headers: " + closed.message()));
        } else if (message instanceof RelayMessage.Eose && !answer.isDone()) {
            if (turn()) {
                say.accept(request());
            } else {
                answer.complete(new Harvest(headers, complete));
            }
        }
    }

    /** Hands the page on. @return whether there is another one to ask for */
    private boolean turn() {
        long oldest = page.stream().mapToLong(Event::createdAt).min().orElse(Long.MIN_VALUE);
        List<Event> fresh =
                page.stream().filter(event -> !lastSlot.contains(event.id())).toList();
        boolean oneSlot = page.stream().allMatch(event -> event.createdAt() == oldest);
        int size = page.size();
        boolean full = size >= PAGE || (largest > 0 && size >= largest);
        page.clear();
        if (size == 0) {
            return false;
        }
        List<Event> right = Checked.headers(curve, fresh, label);
        headers += right.size();
        consumer.accept(right);
        if (oldest < until) {
            // the relay may have cut the page inside its last slot
            largest = Math.max(largest, size);
            until = oldest;
            lastSlot = idsOf(fresh, oldest);
        } else {
            if (oneSlot && full && size > 1) {
                complete = false;
            }
            until = oldest - 1;
            lastSlot = new HashSet<>();
        }
        return until >= Math.max(since, since / Slot.SECONDS * Slot.SECONDS);
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
