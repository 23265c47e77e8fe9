// SPDX-License-Identifier: MIT
package org.throng.curve.lockstep;

import java.math.BigInteger;
import org.throng.curve.lanes.LaneField;

/**
 * (d + 1) 256^m G for each byte d of 32 places m: a multiple of G is 32 additions, and no byte means "nothing", so that all
 * lanes add alike. What the ones add up to is taken off the scalar before: {@link #places}.
 */
final class GeneratorTable<A> {
    /** Bytes of a scalar. */
    static final int PLACES = 32;

    private static final int ENTRIES = 256;
    private static final BigInteger GX =
            new BigInteger("79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798", 16);
    private static final BigInteger GY =
            new BigInteger("483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8", 16);

    /** 1 + 256 + 256² + … */
    private static final BigInteger ONES =
            BigInteger.ONE.shiftLeft(8 * PLACES).subtract(BigInteger.ONE).divide(BigInteger.valueOf(ENTRIES - 1));

    private final A x;
    private final A w;

    /** Takes some milliseconds. */
    GeneratorTable(LaneField<A> field) {
        x = field.array(PLACES * ENTRIES);
        w = field.array(PLACES * ENTRIES);
        ScalarField scalar = new ScalarField();
        Points<long[]> bases = bases(scalar);
        Points<long[]> sums = new Points<>(scalar, PLACES);
        Steps<long[]> steps = new Steps<>(scalar, new Inversion<>(scalar, PLACES), PLACES);
        byte[] bytes = new byte[Bytes32.LENGTH];
        for (int d = 0; d < ENTRIES; d++) {
            if (d == 0) {
                sums.set(scalar, bases, PLACES);
            } else if (d == 1) {
                steps.twice(sums, bases, PLACES);
            } else {
                steps.add(sums, 1, sums, bases.x, bases.w, PLACES);
            }
            for (int m = 0; m < PLACES; m++) {
                scalar.write(sums.x, m, bytes, 0);
                field.store(x, m * ENTRIES + d, bytes, 0);
                scalar.write(sums.w, m, bytes, 0);
                field.store(w, m * ENTRIES + d, bytes, 0);
            }
        }
    }

    /** 256^m G in lane m. */
    private static Points<long[]> bases(ScalarField field) {
        Points<long[]> bases = new Points<>(field, PLACES);
        Points<long[]> base = new Points<>(field, 1);
        Steps<long[]> steps = new Steps<>(field, new Inversion<>(field, 1), 1);
        field.read(base.x, 0, Bytes32.of(GX), 0);
        field.read(base.w, 0, Bytes32.of(GY.add(GY).mod(Glv.P)), 0);
        for (int m = 0; m < PLACES; m++) {
            field.copy(bases.x, m, base.x, 0, 1);
            field.copy(bases.w, m, base.w, 0, 1);
            for (int bit = 0; bit < 8; bit++) {
                steps.twice(base, base, 1);
            }
        }
        return bases;
    }

    /**
     * Where a scalar's entries are: one for each place, the lowest first, at {@code places[at + step * m]}.
     *
     * @param scalar from 0 to n - 1
     */
    static void places(BigInteger scalar, int[] places, int at, int step) {
        byte[] bytes = Bytes32.of(scalar.subtract(ONES).mod(Glv.N));
        for (int m = 0; m < PLACES; m++) {
            places[at + step * m] = m * ENTRIES + (bytes[PLACES - 1 - m] & 0xff);
        }
    }

    void gather(LaneField<A> field, Points<A> to, int[] places, int n) {
        field.gather(to.x, x, places, n);
        field.gather(to.w, w, places, n);
    }
}
