// SPDX-License-Identifier: MIT
package org.throng.relay.mirror;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.throng.event.ClientMessage;
import org.throng.event.EventId;
import org.throng.event.Filter;
import org.throng.event.RelayMessage;
import org.throng.relay.Mirrors.UnwillingException;

/** Fetches events by their ids. */
final class Fetching {
    /** Ids of one question: a relay may refuse more, and answer with no more. */
    private static final int TOGETHER = 100;

    /** Ids that a relay names in one sync and gives nothing for. */
    private static final long UNGIVEN = 100_000;

    private static final String ID = "fetch";

    private final Dialogue dialogue;
    private final Taking taking;
    private final Tally tally;
    private final Patience patience;
    private final boolean dryRun;
    private long ungiven;
    private int asked;

    Fetching(Dialogue dialogue, Taking taking, Tally tally, Patience.Sleeper sleeper, boolean dryRun) {
        this.dialogue = dialogue;
        this.taking = taking;
        this.tally = tally;
        this.dryRun = dryRun;
        patience = new Patience(sleeper);
    }

    /** Fetches those that are not here and were not refused. Each batch is handed over before the next one is asked for. */
    void fetch(List<EventId> ids, Ticker ticker) throws IOException, UnwillingException {
        for (int from = 0; from < ids.size(); from += TOGETHER) {
            List<EventId> missing = taking.wanted(ids.subList(from, Math.min(ids.size(), from + TOGETHER)));
            tally.missingHere(missing.size());
            if (!dryRun && !missing.isEmpty()) {
                ask(new HashSet<>(missing));
            }
            ticker.tick();
        }
    }

    private void ask(Set<EventId> wanted) throws IOException, UnwillingException {
        while (true) {
            String id = ID + asked++;
            dialogue.say(new ClientMessage.Request(
                    id,
                    List.of(Filter.ALL.withIds(wanted.toArray(new EventId[0])).withLimit(wanted.size()))));
            RelayMessage last = dialogue.answer(id, event -> {
                if (wanted.remove(event.id())) { // what was not asked for is not listened to
                    taking.take(event);
                }
            });
            if (last instanceof RelayMessage.Closed closed && Patience.isForNow(closed.message())) {
                patience.lose(closed.message());
                continue;
            }
            if (last instanceof RelayMessage.Closed closed) {
                Patience.demandNothing(closed.message());
                tally.note("it did not give all that it has: " + closed.message());
            } else {
                dialogue.say(new ClientMessage.Close(id));
                patience.regain();
            }
            ungiven += wanted.size();
            if (ungiven > UNGIVEN) {
                throw new IOException("it names ever more events that it does not give");
            }
            if (!wanted.isEmpty()) {
                tally.note("it named events that it did not give");
            }
            return;
        }
    }
}
