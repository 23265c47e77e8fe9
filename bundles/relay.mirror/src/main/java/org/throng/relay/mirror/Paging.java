// SPDX-License-Identifier: MIT
package org.throng.relay.mirror;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.throng.event.ClientMessage;
import org.throng.event.Event;
import org.throng.event.EventId;
import org.throng.event.Filter;
import org.throng.event.RelayMessage;
import org.throng.event.negentropy.Items;
import org.throng.relay.Mirrors.UnwillingException;

/**
 * Compares one span without NIP-77: asks for all that the other relay has of it, page by page from the newest on by {@code until},
 * and what it does not give, it lacks.
 *
 * <p>NIP-01 has no finer cursor than a second. The last second of a page is asked for again; where that brings nothing older, and as
 * many events as a relay may give at all, there may be more that nobody can ask for, and a note says so.
 */
final class Paging {
    private static final int PAGE = 500;
    private static final int ROUND = 100;
    private static final int REFUSED = 50_000;
    private static final String ID = "page";

    private final Dialogue dialogue;
    private final Taking taking;
    private final Tally tally;
    private final Patience patience;
    private final boolean fetches;
    private int asked;

    /** @param fetches whether what is missing here is to be taken in, and not only counted */
    Paging(Dialogue dialogue, Taking taking, Tally tally, Patience.Sleeper sleeper, boolean fetches) {
        this.dialogue = dialogue;
        this.taking = taking;
        this.tally = tally;
        this.fetches = fetches;
        patience = new Patience(sleeper);
    }

    /** What only this relay has, in the order of time; what only the other one has was handed over or counted. */
    List<EventId> run(Filter filter, Items own, Ticker ticker) throws IOException, UnwillingException {
        Set<EventId> mine = new LinkedHashSet<>();
        for (int i = 0; i < own.size(); i++) {
            mine.add(own.id(i));
        }
        long since = filter.since().orElse(0);
        long until = filter.until().orElse(Long.MAX_VALUE);
        Set<EventId> lastSecond = new LinkedHashSet<>();
        while (until >= since) {
            Page page = ask(until == Long.MAX_VALUE ? filter : filter.withUntil(until));
            page.take(mine, lastSecond);
            ticker.tick();
            if (page.count == 0 || page.finished) {
                break;
            }
            if (page.oldest < until) {
                until = page.oldest;
                lastSecond = page.oldestIds();
            } else {
                if (page.count >= ROUND && page.count % ROUND == 0) {
                    tally.note("one second has " + page.count + " events or more; some of them may be missing");
                }
                until--;
                lastSecond = new LinkedHashSet<>();
            }
        }
        return new ArrayList<>(mine);
    }

    private Page ask(Filter filter) throws IOException, UnwillingException {
        while (true) {
            String id = ID + asked++;
            Page page = new Page(filter);
            dialogue.say(new ClientMessage.Request(id, List.of(filter.withLimit(PAGE))));
            RelayMessage last = dialogue.answer(id, page::add);
            if (last instanceof RelayMessage.Eose end) {
                dialogue.say(new ClientMessage.Close(id));
                page.finished = end.finished();
                patience.regain();
                return page;
            }
            String words = ((RelayMessage.Closed) last).message();
            Patience.demandNothing(words);
            if (!Patience.isForNow(words)) {
                throw new IOException("it refused the question: " + Dialogue.cut(words));
            }
            patience.lose(words);
        }
    }

    /** One answer. What was not asked for, and what is more than was asked for, is not listened to. */
    private final class Page {
        private final Filter filter;
        private final List<Event> events = new ArrayList<>();
        private int count;
        private long oldest = Long.MAX_VALUE;
        private boolean finished;

        Page(Filter filter) {
            this.filter = filter;
        }

        void add(Event event) {
            if (count < PAGE && filter.matches(event)) {
                events.add(event);
                count++;
                oldest = Math.min(oldest, event.createdAt());
            }
        }

        Set<EventId> oldestIds() {
            Set<EventId> ids = new LinkedHashSet<>();
            events.stream().filter(event -> event.createdAt() == oldest).forEach(event -> ids.add(event.id()));
            return ids;
        }

        void take(Set<EventId> mine, Set<EventId> seen) throws IOException {
            for (Event event : events) {
                if (!mine.remove(event.id())
                        && !seen.contains(event.id())
                        && !taking.wanted(List.of(event.id())).isEmpty()) {
                    tally.missingHere(1);
                    if (fetches) {
                        taking.take(event);
                    }
                }
            }
            if (tally.report().refused().values().stream()
                            .mapToLong(Long::longValue)
                            .sum()
                    > REFUSED) {
                throw new IOException("it gives ever more events that this relay refuses");
            }
        }
    }
}
