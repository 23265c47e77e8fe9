// SPDX-License-Identifier: MIT
package org.throng.relay.mirror;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.throng.event.EventId;
import org.throng.event.Filter;
import org.throng.event.negentropy.Items;
import org.throng.relay.Exchange;
import org.throng.relay.Mirrors.Direction;
import org.throng.relay.Mirrors.UnwillingException;

/**
 * Compares all that fits a filter with another relay on one connection, and sends and fetches what is missing.
 *
 * <p>Own events are taken span by span, the newest first, {@link #SPAN} of them at a time: 40 bytes each in memory, whatever there
 * is. Where the other relay does not compare so many, the span is split in time. What differs is worked off while the comparison
 * goes on, so nothing grows with it.
 */
final class Sync {
    /** Own events of one span. */
    static final int SPAN = 1 << 16;

    private static final int MOST_SPANS = 50_000;
    private static final int ENOUGH_TO_HALVE = 64;
    private static final long DAY = 86_400;
    private static final long NIP_77 = 77;

    private final Exchange exchange;
    private final Terms terms;
    private final Patience.Sleeper sleeper;
    private final Tally tally;
    private final Taking taking;
    private final Ticker ticker;
    private final Comparing comparing;
    private final Fetching fetching;
    private final Posting posting;
    private final Paging paging;
    private boolean plainly;
    private boolean compares;
    private int spans;

    /**
     * What is to be done.
     *
     * @param gated whether what is served to its parties only goes along
     * @param dryRun whether only to count
     * @param now UNIX seconds
     */
    record Terms(Direction direction, boolean gated, boolean dryRun, long now) {}

    /**
     * @param nips that the other relay says it speaks; empty where it says nothing
     * @param sleeper waits where the other relay wants us to
     */
    Sync(
            Exchange exchange,
            Dialogue dialogue,
            Optional<Set<Long>> nips,
            Terms terms,
            Taking taking,
            Tally tally,
            Patience.Sleeper sleeper,
            Ticker ticker) {
        this.exchange = exchange;
        this.terms = terms;
        this.sleeper = sleeper;
        this.tally = tally;
        this.taking = taking;
        this.ticker = ticker;
        comparing = new Comparing(dialogue);
        fetching = new Fetching(dialogue, taking, tally, sleeper, terms.dryRun());
        posting = new Posting(exchange, dialogue, tally, sleeper, terms.gated(), terms.dryRun());
        paging = new Paging(dialogue, taking, tally, sleeper, terms.direction().fetches() && !terms.dryRun());
        if (nips.isPresent() && !nips.get().contains(NIP_77)) {
            ask("it does not speak NIP-77");
        }
    }

    /** From now on without NIP-77. */
    private void ask(String why) {
        plainly = true;
        tally.plainly(why);
    }

    /** Deletions come first: what they take away here or there need not travel. */
    void run(Filter filter) throws IOException, UnwillingException {
        for (Filter part : Wanted.of(filter)) {
            walk(part);
            taking.drain();
        }
    }

    private void walk(Filter filter) throws IOException, UnwillingException {
        long since = filter.since().orElse(0);
        OptionalLong until = filter.until();
        while (true) {
            Filter rest = until.isPresent() ? filter.withUntil(until.getAsLong()) : filter;
            Exchange.Part part = exchange.newest(rest, terms.gated(), SPAN);
            ticker.tick();
            boolean last = part.since() <= since;
            compare(filter, new Span(last ? since : part.since(), until), part.items());
            if (last) {
                return;
            }
            until = OptionalLong.of(part.since() - 1);
        }
    }

    /** @param until empty for no end */
    private record Span(long since, OptionalLong until) {
        Filter of(Filter filter) {
            Filter narrow = since > 0 ? filter.withSince(since) : filter;
            return until.isPresent() ? narrow.withUntil(until.getAsLong()) : narrow;
        }

        boolean isOneSecond() {
            return until.isPresent() && until.getAsLong() <= since;
        }

        /** Whether nothing can be in it that this relay takes. */
        boolean isAhead(long now) {
            return since > now + DAY;
        }

        /** A second in it, not the first one, from which on the upper half begins. */
        long middle(Items items, long now) {
            if (items.size() >= ENOUGH_TO_HALVE && items.time(items.size() / 2) > since) {
                return items.time(items.size() / 2);
            }
            long end = Math.max(until.orElse(now + DAY), since + 1);
            return since + Math.max(1, (end - since + 1) / 2);
        }
    }

    private void compare(Filter filter, Span span, Items items) throws IOException, UnwillingException {
        if (++spans > MOST_SPANS) {
            throw new IOException("it wants ever narrower questions");
        }
        ticker.tick();
        if (!plainly) {
            Comparing.Result result = patiently(span.of(filter), items);
            switch (result.end()) {
                case DONE -> {
                    compares = true;
                    tally.compared(items.size());
                    return;
                }
                case TOO_LARGE -> {
                    if (!span.isOneSecond() && !span.isAhead(terms.now())) {
                        split(filter, span, items);
                        return;
                    }
                    if (compares) {
                        tally.note("one second has more events than it compares; it was asked for them page by page");
                    } else {
                        ask(result.words()); // whatever it is asked is too much for it
                    }
                }
                default -> ask(result.words());
            }
        }
        List<EventId> mine = paging.run(span.of(filter), items, ticker);
        tally.compared(items.size());
        if (terms.direction().sends()) {
            posting.post(mine, ticker);
        }
    }

    private void split(Filter filter, Span span, Items items) throws IOException, UnwillingException {
        long middle = span.middle(items, terms.now());
        compare(
                filter,
                new Span(middle, span.until()),
                items.between(middle, span.until().orElse(Long.MAX_VALUE)));
        compare(filter, new Span(span.since(), OptionalLong.of(middle - 1)), items.between(0, middle - 1));
    }

    /** Asks again where it has no time now, and says why; what came meanwhile is not compared a second time. */
    private Comparing.Result patiently(Filter filter, Items items) throws IOException, UnwillingException {
        Patience patience = new Patience(sleeper);
        Items own = items;
        while (true) {
            Work work = new Work();
            Comparing.Result result = comparing.run(filter, own, work);
            if (result.end() != Comparing.End.BUSY) {
                return result;
            }
            tally.note("a comparison was begun anew: " + result.words());
            if (work.differed) {
                patience.regain(); // it is nearer to its end than the one before
                taking.drain();
                own = present(filter, own);
            }
            patience.lose(result.words());
        }
    }

    /** What is here by now, or was before where it is too much. */
    private Items present(Filter filter, Items before) throws IOException {
        Exchange.Part part = exchange.newest(filter, terms.gated(), 2 * SPAN);
        return part.since() == Long.MIN_VALUE ? part.items() : before;
    }

    /** Works off what differs. */
    private final class Work implements Differences {
        private boolean differed;

        @Override
        public void have(List<EventId> ids) throws IOException, UnwillingException {
            differed = true;
            if (terms.direction().sends()) {
                posting.post(ids, ticker);
            }
        }

        @Override
        public void need(List<EventId> ids) throws IOException, UnwillingException {
            differed = true;
            if (terms.direction().fetches()) {
                fetching.fetch(ids, ticker);
            }
        }
    }
}
