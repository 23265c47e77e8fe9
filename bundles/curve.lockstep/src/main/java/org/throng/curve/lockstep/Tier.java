// SPDX-License-Identifier: MIT
package org.throng.curve.lockstep;

import java.lang.ref.SoftReference;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import org.throng.curve.Curve;
import org.throng.curve.SecretKey;
import org.throng.curve.lanes.LaneField;

/**
 * Batches of one field: lends out what they are computed in, about 1.4 KB a lane, and takes it back for the next; the garbage
 * collector may have it in between.
 *
 * <p>Threads: any.
 */
final class Tier<A> {
    /** Points at once. More take more memory than the processor's caches have; fewer share an inversion among too few. */
    static final int MOST_POINTS = 2_048;

    /** Signatures, or multiples of G, at once: these take about twice as much. */
    static final int MOST_CLAIMS = 1_024;

    private static final int LEAST = 64;

    private final LaneField<A> field;
    private final Deque<SoftReference<Scanner<A>>> scanners = new ConcurrentLinkedDeque<>();
    private final Deque<SoftReference<Verifier<A>>> verifiers = new ConcurrentLinkedDeque<>();
    private GeneratorTable<A> generator;

    Tier(LaneField<A> field) {
        this.field = field;
    }

    LaneField<A> field() {
        return field;
    }

    /**
     * Of any number of points.
     *
     * @see Scanner#scan
     */
    void scan(
            List<? extends Multiplier> secrets,
            byte[] points,
            int from,
            int count,
            byte[] shared,
            int first,
            int stride) {
        Scanner<A> scanner =
                take(scanners, Math.min(count, MOST_POINTS), Scanner::capacity, lanes -> new Scanner<>(field, lanes));
        for (int done = 0; done < count; done += MOST_POINTS) {
            int some = Math.min(MOST_POINTS, count - done);
            scanner.scan(secrets, points, from + done, some, shared, first, stride);
        }
        scanners.push(new SoftReference<>(scanner));
    }

    /** @see Verifier#verify */
    BitSet verify(List<Curve.Claim> claims, boolean[] verdicts, int at) {
        Verifier<A> verifier = verifier(claims.size());
        BitSet rest = verifier.verify(claims, verdicts, at);
        verifiers.push(new SoftReference<>(verifier));
        return rest;
    }

    /** @see Verifier#multiplyGenerator */
    BitSet multiplyGenerator(List<SecretKey> secrets, byte[] xs) {
        Verifier<A> verifier = verifier(secrets.size());
        BitSet rest = verifier.multiplyGenerator(secrets, xs);
        verifiers.push(new SoftReference<>(verifier));
        return rest;
    }

    /** @see Verifier#contain */
    void contain(byte[] points, int from, int count, boolean[] verdicts) {
        Verifier<A> verifier = verifier(count);
        verifier.contain(points, from, count, verdicts);
        verifiers.push(new SoftReference<>(verifier));
    }

    private Verifier<A> verifier(int count) {
        GeneratorTable<A> table = generator();
        return take(verifiers, count, Verifier::capacity, lanes -> new Verifier<>(field, lanes, table));
    }

    private synchronized GeneratorTable<A> generator() {
        if (generator == null) {
            generator = new GeneratorTable<>(field);
        }
        return generator;
    }

    /** A free one that is large enough, or a new one. */
    private static <T> T take(
            Deque<SoftReference<T>> free, int count, ToIntFunction<T> capacity, IntFunction<T> maker) {
        int lanes = LEAST;
        while (lanes < count) {
            lanes *= 2;
        }
        for (SoftReference<T> reference = free.poll(); reference != null; reference = free.poll()) {
            T found = reference.get();
            if (found != null && capacity.applyAsInt(found) >= lanes) {
                return found;
            }
        }
        return maker.apply(lanes);
    }
}
