// SPDX-License-Identifier: MIT
package org.throng.relay.mirror;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.throng.event.ClientMessage;
import org.throng.event.Event;
import org.throng.event.EventId;
import org.throng.event.RelayMessage;
import org.throng.relay.Exchange;
import org.throng.relay.Mirrors.UnwillingException;

/**
 * Posts events and waits for what the other relay says to each; some are under way at once. Where it refuses one for now, nothing more is
 * said until all that are under way were answered; then comes one pause, however many of them it refused, and fewer are under way.
 */
final class Posting {
    /** An event that it fails at so often is left for the next comparison. */
    private static final int TRIES = 3;

    /** So many refusals for good are remembered: a comparison that begins anew must not bring about a second try. */
    private static final int REFUSED = 100_000;

    private static final int IN_FLIGHT = 64;
    private static final long IN_FLIGHT_CHARACTERS = 1 << 20;
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private final Exchange exchange;
    private final Dialogue dialogue;
    private final Tally tally;
    private final Patience patience;
    private final boolean gated;
    private final boolean dryRun;
    private final Map<String, EventId> flying = new LinkedHashMap<>();
    private final Map<String, Integer> sizes = new LinkedHashMap<>();
    private final Map<EventId, Integer> failed = new HashMap<>();
    private final Deque<EventId> again = new ArrayDeque<>();
    private final Set<EventId> refused = new HashSet<>();
    private long characters;
    private int together = IN_FLIGHT;
    private Optional<String> busy = Optional.empty();

    /** @param dryRun whether only to count what would go */
    Posting(
            Exchange exchange,
            Dialogue dialogue,
            Tally tally,
            Patience.Sleeper sleeper,
            boolean gated,
            boolean dryRun) {
        this.exchange = exchange;
        this.dialogue = dialogue;
        this.tally = tally;
        this.gated = gated;
        this.dryRun = dryRun;
        patience = new Patience(sleeper);
    }

    /** Posts those that are still here and may be given, in their order, and returns when each was answered. */
    void post(List<EventId> ids, Ticker ticker) throws IOException, UnwillingException {
        Iterator<EventId> fresh = ids.iterator();
        while (fresh.hasNext() || !again.isEmpty() || !flying.isEmpty()) {
            if (busy.isPresent() && flying.isEmpty()) {
                pause(busy.get());
            } else if (busy.isEmpty() && hasRoom() && fresh.hasNext()) {
                first(fresh.next());
            } else if (busy.isEmpty() && hasRoom() && !again.isEmpty()) {
                repeat();
            } else {
                hear();
            }
            ticker.tick();
        }
        failed.clear();
    }

    private boolean hasRoom() {
        return flying.size() < together && characters <= IN_FLIGHT_CHARACTERS;
    }

    private void pause(String words) throws IOException {
        busy = Optional.empty();
        together = Math.max(1, together / 2);
        patience.lose(words);
    }

    private void first(EventId id) throws IOException {
        Optional<Event> event = refused.contains(id) ? Optional.empty() : exchange.give(id, gated);
        if (event.isPresent()) {
            tally.missingThere(1);
        }
        if (event.isPresent() && !dryRun) {
            say(event.get());
        }
    }

    private void say(Event event) throws IOException {
        ClientMessage.Publish message = new ClientMessage.Publish(event);
        int size = message.json().length();
        String id = event.id().hex();
        if (flying.containsKey(id)) {
            return;
        }
        flying.put(id, event.id());
        sizes.put(id, size);
        characters += size;
        dialogue.say(message);
    }

    private void repeat() throws IOException {
        Optional<Event> event = exchange.give(again.remove(), gated);
        if (event.isPresent()) {
            say(event.get());
        }
    }

    private void hear() throws IOException, UnwillingException {
        RelayMessage.Ok ok = (RelayMessage.Ok) dialogue.expect(
                message -> message instanceof RelayMessage.Ok one && flying.containsKey(one.id()), ANSWER, "OK");
        EventId id = flying.remove(ok.id());
        characters -= sizes.remove(ok.id());
        if (ok.accepted()) {
            patience.regain();
            together = Math.min(IN_FLIGHT, together + 1);
            if (!ok.message().startsWith("duplicate")) {
                tally.sent();
            }
        } else if (ok.message().startsWith("rate-limited")
                || Patience.isForNow(ok.message()) && failed.merge(id, 1, Integer::sum) < TRIES) {
            again.add(id);
            busy = Optional.of(ok.message());
        } else {
            Patience.demandNothing(ok.message());
            tally.rejected(ok.message());
            if (refused.size() < REFUSED) {
                refused.add(id);
            }
        }
    }
}
