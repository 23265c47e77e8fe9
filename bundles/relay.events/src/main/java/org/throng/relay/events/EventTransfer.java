// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.throng.event.Event;
import org.throng.event.EventReader;
import org.throng.event.Filter;
import org.throng.event.MalformedException;
import org.throng.event.StrictJson;
import org.throng.policy.Source;
import org.throng.policy.Submission;
import org.throng.policy.Verdict;
import org.throng.relay.Transfer;
import org.throng.store.StoreException;

/** Shows and takes in events as lines. What is taken in goes the way of all events: verified in batches, written in groups. */
final class EventTransfer implements Transfer {
    private static final int IN_FLIGHT = 2_048;
    private static final int IN_FLIGHT_BYTES = 32 << 20;
    private static final long PATIENCE_SECONDS = 120;
    private static final int BUFFER = 64 << 10;

    private final EventRelay relay;

    EventTransfer(EventRelay relay) {
        this.relay = relay;
    }

    @Override
    public long export(Filter filter, Lines lines) throws IOException {
        ExportQuery query = relay.export(filter, true);
        long shown = 0;
        for (Found next = query.next(); next != null; next = query.next()) {
            lines.line(next.json());
            shown++;
        }
        return shown;
    }

    @Override
    public Taken take(InputStream lines, boolean trusted) throws IOException {
        Taking taking = new Taking(trusted);
        byte[] buffer = new byte[BUFFER];
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean tooLong = false;
        for (int read = lines.read(buffer); read >= 0; read = lines.read(buffer)) {
            int from = 0;
            for (int i = 0; i < read; i++) {
                if (buffer[i] == '\n') {
                    line.write(buffer, from, i - from);
                    from = i + 1;
                    taking.line(line.toByteArray(), tooLong);
                    line.reset();
                    tooLong = false;
                }
            }
            line.write(buffer, from, read - from);
            if (line.size() > MAX_LINE) {
                line.reset();
                tooLong = true;
            }
        }
        taking.line(line.toByteArray(), tooLong);
        return taking.end();
    }

    /** One stream of events on its way in. */
    private final class Taking {
        private final boolean trusted;
        private final Source source = new Source(Source.Channel.IMPORT, Optional.empty(), Set.of());
        private final Semaphore flying = new Semaphore(IN_FLIGHT);
        private final Semaphore bytes = new Semaphore(IN_FLIGHT_BYTES);
        private final Map<String, Long> refused = new TreeMap<>();
        private long stored;
        private long duplicates;

        Taking(boolean trusted) {
            this.trusted = trusted;
        }

        void line(byte[] json, boolean tooLong) throws IOException {
            if (tooLong) {
                refuse("invalid: a line has more than " + MAX_LINE + " bytes");
            } else if (!isBlank(json)) {
                try {
                    take(EventReader.event(StrictJson.read(json)));
                } catch (MalformedException e) {
                    refuse("invalid: a line is no event in JSON");
                }
            }
        }

        private static boolean isBlank(byte[] json) {
            for (byte one : json) {
                if (one != ' ' && one != '\r' && one != '\t') {
                    return false;
                }
            }
            return true;
        }

        private void take(Event event) throws IOException, MalformedException {
            Submission submission = new Submission(event, source, false);
            Verdict verdict = relay.gate().glance(submission);
            Optional<String> refusal = verdict.isAccepted()
                    ? relay.checks().refusalOfImport(event, relay.now())
                    : Optional.of(reason(verdict));
            if (refusal.isPresent()) {
                refuse(refusal.get());
                return;
            }
            if (relay.isStored(event.id())) {
                duplicate();
                return;
            }
            Row row = Row.of(event);
            int weight = Math.min(2 * row.json().length, IN_FLIGHT_BYTES);
            await(flying, 1);
            await(bytes, weight);
            Arrival arrival = new Arrival(submission, row, (accepted, text) -> {
                answer(accepted, text);
                bytes.release(weight);
                flying.release();
            });
            if (trusted) {
                relay.intake().addVerified(arrival);
            } else {
                relay.intake().add(arrival);
            }
        }

        private String reason(Verdict verdict) {
            return verdict.action() == Verdict.Action.SHADOW
                    ? Outcome.shadowed(source).text()
                    : verdict.text();
        }

        private void answer(boolean accepted, String text) {
            if (!accepted) {
                refuse(text);
            } else if (text.isEmpty()) {
                store();
            } else {
                duplicate();
            }
        }

        private synchronized void store() {
            stored++;
        }

        private synchronized void duplicate() {
            duplicates++;
        }

        private synchronized void refuse(String reason) {
            refused.merge(reason, 1L, Long::sum);
        }

        Taken end() throws IOException {
            await(flying, IN_FLIGHT);
            synchronized (this) {
                return new Taken(stored, duplicates, refused);
            }
        }

        private void await(Semaphore room, int permits) throws IOException {
            try {
                if (!room.tryAcquire(permits, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    throw new StoreException("the relay has written nothing for " + PATIENCE_SECONDS
                            + " s: look at its disk, and import the rest again");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StoreException("the relay ends", e);
            }
        }
    }
}
