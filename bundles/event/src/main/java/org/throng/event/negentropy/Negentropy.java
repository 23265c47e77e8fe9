// SPDX-License-Identifier: MIT
package org.throng.event.negentropy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.throng.event.EventId;
import org.throng.event.MalformedException;

/**
 * One side of a reconciliation. The client begins with {@link #initiate} and goes on with each answer until {@link Step#message} is
 * empty; the server only answers.
 *
 * <p>A range in which both sides differ is split in sixteen, until it is small enough that its ids are listed. A message that would
 * grow beyond {@code most} bytes ends with one fingerprint of all that is left, and the rest takes another round.
 *
 * <p>Threads: one at a time.
 */
public final class Negentropy {
    /** Bytes of a fingerprint. */
    static final int FINGERPRINT = 16;

    private static final int VERSION = 0x61;
    private static final int SKIP = 0;
    private static final int DIGEST = 1;
    private static final int LIST = 2;
    private static final int BUCKETS = 16;
    private static final int RESERVE = 200; // for the bounds and the fingerprint at the end

    private final Items items;
    private final boolean client;
    private final int most;

    private Negentropy(Items items, boolean client, int most) {
        if (most < 4_096) {
            throw new IllegalArgumentException("expected at least 4,096 bytes of a message, got " + most);
        }
        this.items = items;
        this.client = client;
        this.most = most;
    }

    /** @param most bytes of a message, at least 4,096 */
    public static Negentropy client(Items items, int most) {
        return new Negentropy(items, true, most);
    }

    /** @param most bytes of a message, at least 4,096 */
    public static Negentropy server(Items items, int most) {
        return new Negentropy(items, false, most);
    }

    /**
     * What came of a message.
     *
     * @param message to answer with; empty for a client that knows all
     * @param have ids that only this side has, for a client
     * @param need ids that only the other side has, for a client
     */
    public record Step(byte[] message, List<EventId> have, List<EventId> need) {}

    /** The client's first message. */
    public byte[] initiate() {
        Output out = new Output();
        out.bytes(new byte[] {VERSION}, 0, 1);
        split(0, items.size(), Bound.INFINITY, out);
        return out.toBytes();
    }

    /**
     * Takes a message of the other side.
     *
     * @throws MalformedException where it is none
     */
    public Step reconcile(byte[] message) throws MalformedException {
        Input in = new Input(message);
        int version = in.next();
        if (version != VERSION) {
            if (client || version < 0x60 || version > 0x6f) {
                throw new MalformedException("expected version 1 of the protocol, 0x61");
            }
            return new Step(new byte[] {VERSION}, List.of(), List.of());
        }
        return new Round(in).run();
    }

    /** The work on one message. */
    private final class Round {
        private final Input in;
        private final Output out = new Output();
        private final List<EventId> have = new ArrayList<>();
        private final Set<EventId> need = new LinkedHashSet<>();
        private Bound skipped; // up to there nothing was said yet, and nothing need be
        private int from;

        Round(Input in) {
            this.in = in;
            out.bytes(new byte[] {VERSION}, 0, 1);
        }

        Step run() throws MalformedException {
            boolean full = false;
            while (!full && !in.isAtEnd()) {
                Bound bound = in.bound();
                int mode = (int) Math.min(in.varint(), Integer.MAX_VALUE);
                int to = items.at(bound, from);
                switch (mode) {
                    case SKIP -> skipped = bound;
                    case DIGEST -> full = digest(bound, to);
                    case LIST -> full = list(bound, to);
                    default -> throw new MalformedException("expected mode 0, 1 or 2 of a range, got " + mode);
                }
                from = Math.max(from, to);
            }
            byte[] answer = client && out.size() == 1 ? new byte[0] : out.toBytes();
            return new Step(answer, List.copyOf(have), List.copyOf(need));
        }

        private boolean digest(Bound bound, int to) throws MalformedException {
            byte[] theirs = in.bytes(FINGERPRINT);
            if (java.util.Arrays.equals(theirs, items.fingerprint(from, to))) {
                skipped = bound;
                return false;
            }
            Output part = part();
            split(from, to, bound, part);
            return !keep(part);
        }

        private boolean list(Bound bound, int to) throws MalformedException {
            int count = in.count();
            Set<EventId> theirs = new LinkedHashSet<>();
            for (int i = 0; i < count; i++) {
                theirs.add(EventId.of(in.bytes(EventId.LENGTH)));
            }
            if (!client) {
                return answer(bound, to);
            }
            for (int i = from; i < to; i++) {
                EventId mine = items.id(i);
                if (!theirs.remove(mine)) {
                    have.add(mine);
                }
            }
            need.addAll(theirs);
            skipped = bound;
            return false;
        }

        /** Our ids of the range, as many as there is room for. */
        private boolean answer(Bound bound, int to) {
            Output part = part();
            int room = Math.max(0, (most - RESERVE - out.size() - part.size()) / EventId.LENGTH);
            int end = Math.min(to, from + room);
            if (end < to && end == from) {
                rest();
                return true;
            }
            ids(from, end, end == to ? bound : items.before(end), part);
            out.append(part);
            skipped = null;
            if (end < to) {
                from = end;
                rest();
            }
            return end < to;
        }

        /** A part of the answer, which begins with what need not be looked at. */
        private Output part() {
            Output part = new Output(out);
            if (skipped != null) {
                part.bound(skipped);
                part.varint(SKIP);
            }
            return part;
        }

        private boolean keep(Output part) {
            if (out.size() + part.size() > most - RESERVE) {
                rest();
                return false;
            }
            out.append(part);
            skipped = null;
            return true;
        }

        /** One fingerprint of all that is left. */
        private void rest() {
            Output part = part();
            part.bound(Bound.INFINITY);
            part.varint(DIGEST);
            part.bytes(items.fingerprint(from, items.size()), 0, FINGERPRINT);
            out.append(part);
        }
    }

    private void split(int from, int to, Bound bound, Output out) {
        int count = to - from;
        if (count < 2 * BUCKETS) {
            ids(from, to, bound, out);
            return;
        }
        int at = from;
        for (int i = 0; i < BUCKETS; i++) {
            int end = at + count / BUCKETS + (i < count % BUCKETS ? 1 : 0);
            out.bound(end == to ? bound : items.before(end));
            out.varint(DIGEST);
            out.bytes(items.fingerprint(at, end), 0, FINGERPRINT);
            at = end;
        }
    }

    private void ids(int from, int to, Bound bound, Output out) {
        out.bound(bound);
        out.varint(LIST);
        out.varint(to - from);
        items.copyIds(from, to, out);
    }
}
