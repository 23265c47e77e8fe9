// SPDX-License-Identifier: MIT
package org.throng.scheme.tagged;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.throng.cipher.Bytes;
import org.throng.cipher.Sha256;
import org.throng.event.EventId;
import org.throng.parcel.tlv.Acks;
import org.throng.parcel.tlv.ShortId;
import org.throng.session.Ref;

/**
 * What is on the way in one session, in the order in which it was drawn: at most {@link Rules#WINDOW} with letters, and as
 * many without. It belongs to one {@link Session} and changes only within a step, on a copy.
 */
final class Flights {
    private static final int MOST = 4 * Rules.WINDOW;

    private final List<Flight> flights = new ArrayList<>();
    private final Map<EventId, Pieces> letters = new LinkedHashMap<>();

    /**
     * How much of a letter the peer's node has.
     *
     * @param count of all its pieces
     * @param had one bit each
     * @param touchedAt when it was drawn for, or acknowledged, last
     */
    private record Pieces(int count, int had, long touchedAt) {}

    Flights copy() {
        Flights copy = new Flights();
        copy.flights.addAll(flights);
        copy.letters.putAll(letters);
        return copy;
    }

    static ShortId place(String place) {
        return ShortId.ofFirst(Sha256.of(Bytes.ascii(place)));
    }

    void add(SendChain chain, long index, Ref ref, long now) {
        if (ref == null) {
            flights.add(new Flight(chain.name, index, null, 0, ShortId.ZERO, false, now, 0));
            return;
        }
        flights.add(new Flight(chain.name, index, ref.letter(), ref.piece(), place(ref.place()), false, now, 0));
        Pieces known = letters.get(ref.letter());
        int had = known == null || known.count != ref.pieces() ? 0 : known.had;
        letters.put(ref.letter(), new Pieces(ref.pieces(), had, now));
    }

    int withLetters() {
        return (int) flights.stream().filter(flight -> flight.letter() != null).count();
    }

    /** Whether a letter of which something is drawn is not acknowledged. */
    boolean hasLetters() {
        return !letters.isEmpty();
    }

    Set<EventId> letters() {
        return Set.copyOf(letters.keySet());
    }

    /** The lowest index of a chain that is neither acknowledged nor given up, of those that the filter lets through. */
    long lowest(SendChain chain, Predicate<Flight> filter) {
        return flights.stream()
                .filter(flight -> flight.chain().equals(chain.name))
                .filter(filter)
                .mapToLong(Flight::index)
                .min()
                .orElse(chain.next);
    }

    /** Gives up what the filter says. */
    void giveUp(Predicate<Flight> filter, SendChain current) {
        for (Flight flight : flights) {
            if (current != null && filter.test(flight) && flight.chain().equals(current.name)) {
                current.gaveUp = Math.max(current.gaveUp, flight.index() + 1);
            }
        }
        flights.removeIf(filter);
    }

    /** An index that another one of the same piece and place replaces. */
    void replace(Ref ref, SendChain current) {
        ShortId place = place(ref.place());
        giveUp(
                flight -> flight.carries(ref.letter())
                        && flight.piece() == ref.piece()
                        && flight.place().equals(place),
                current);
    }

    /** What arrived of one chain; the letters of which the peer now has all pieces. */
    Set<EventId> acknowledge(Acks.Chain ack, SendChain current, long now) {
        Set<EventId> whole = new HashSet<>();
        for (Flight flight : List.copyOf(flights)) {
            if (!flight.chain().equals(ack.chain()) || !ack.has(flight.index())) {
                continue;
            }
            flights.remove(flight);
            Pieces pieces = flight.letter() == null ? null : letters.get(flight.letter());
            if (pieces != null) {
                Pieces more = new Pieces(pieces.count, pieces.had | 1 << flight.piece(), now);
                letters.put(flight.letter(), more);
                // the same piece through other places is not needed any longer
                giveUp(other -> other.carries(flight.letter()) && other.piece() == flight.piece(), current);
                if (Integer.bitCount(more.had) == more.count) {
                    letters.remove(flight.letter());
                    whole.add(flight.letter());
                }
            }
        }
        return whole;
    }

    /** A node of the contact has all of it. */
    void settle(Set<EventId> whole) {
        flights.replaceAll(flight -> whole.stream().anyMatch(flight::carries) ? flight.settle() : flight);
        letters.keySet().removeAll(whole);
    }

    /** Whatever carried this letter is not waited for any longer. */
    void missed(long now) {
        flights.replaceAll(flight -> flight.missed(now));
    }

    boolean anyMissing(long now) {
        return flights.stream().anyMatch(flight -> flight.letter() != null && flight.due() <= now);
    }

    /** Letters of which nothing is on the way and nothing was drawn for a long time. */
    Set<EventId> forgotten(long now) {
        Set<EventId> gone = new HashSet<>();
        letters.forEach((letter, pieces) -> {
            if (pieces.touchedAt + Rules.GONE <= now && flights.stream().noneMatch(flight -> flight.carries(letter))) {
                gone.add(letter);
            }
        });
        letters.keySet().removeAll(gone);
        return gone;
    }

    /** Everything is gone; the letters that were on the way. */
    Set<EventId> clear() {
        Set<EventId> gone = letters();
        flights.clear();
        letters.clear();
        return gone;
    }

    /** Drops the oldest wordless ones that are too many. */
    void bound(SendChain current) {
        while (flights.size() - withLetters() > Rules.WINDOW) {
            Flight oldest = flights.stream()
                    .filter(flight -> flight.letter() == null)
                    .findFirst()
                    .orElseThrow();
            giveUp(oldest::equals, current);
        }
    }

    long due(Predicate<Flight> filter) {
        return flights.stream().filter(filter).mapToLong(Flight::due).min().orElse(Rules.NEVER);
    }

    long forgottenAt() {
        return letters.entrySet().stream()
                .filter(letter -> flights.stream().noneMatch(flight -> flight.carries(letter.getKey())))
                .mapToLong(letter -> letter.getValue().touchedAt + Rules.GONE)
                .min()
                .orElse(Rules.NEVER);
    }

    void write(Out out) {
        out.list(flights, flight -> flight.write(out));
        out.list(
                letters.entrySet(),
                letter -> out.id(letter.getKey())
                        .u8(letter.getValue().count)
                        .u32(letter.getValue().had)
                        .u64(letter.getValue().touchedAt));
    }

    static Flights read(In in) throws IOException {
        Flights read = new Flights();
        read.flights.addAll(in.list(MOST, Flight::read));
        List<Map.Entry<EventId, Pieces>> letters =
                in.list(0xffff, from -> Map.entry(from.event(), new Pieces(from.u8(), (int) from.u32(), from.u64())));
        letters.forEach(letter -> read.letters.put(letter.getKey(), letter.getValue()));
        return read;
    }
}
