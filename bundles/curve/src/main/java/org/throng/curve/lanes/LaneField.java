// SPDX-License-Identifier: MIT
package org.throng.curve.lanes;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * The integers modulo p = 2^256 - 2^32 - 977, many at once. An array holds one element a lane, in a form that only its field
 * knows. Lanes come in blocks of {@link #width}: {@code from}, {@code to}, {@code n} and every place in an array are
 * multiples of it, but where a method speaks of a lane.
 *
 * <p><b>Promises.</b> Results are right modulo p for every input that the methods allow. Two forms are told apart:
 * <i>tight</i>, which {@link #read}, products, squares and {@link #gather} leave behind, and <i>loose</i>, which
 * {@link #sum} and {@link #scale} leave behind. Factors of a product and what is squared may be loose; everything else
 * is tight. A factor of -1 keeps a tight element tight. A result may lie where an operand lies.
 *
 * <p><b>Timing.</b> Constant in the elements: no branch and no address depends on them, {@link #gather} and {@link #pick}
 * apart, whose addresses depend on what is asked for.
 *
 * <p><b>Threads.</b> Any; a field keeps no state between calls. An array is for one thread at a time.
 *
 * @param <A> an array of numbers
 */
@ConsumerType
public interface LaneField<A> {
    /** A short name for logs and {@code throng doctor}, such as {@code vector}. */
    String name();

    /** Elements that one instruction works on: 1 for plain arithmetic. */
    int width();

    /** An array of zeros for {@code n} lanes. */
    A array(int n);

    /** {@code r[lane] = bytes[at..at+32]}, big-endian; any 256 bits. */
    void read(A r, int lane, byte[] bytes, int at);

    /** {@code bytes[at..at+32] = a[lane]}, big-endian, below p. */
    void write(A a, int lane, byte[] bytes, int at);

    /** {@code r[ro + i] = a[ao + i] · b[bo + i]} for i below n. */
    void multiply(A r, int ro, A a, int ao, A b, int bo, int n);

    /**
     * {@code r = a · (k x + l y) + m z} in the lanes from {@code from} to {@code to}.
     *
     * @param a may be loose
     * @param k 1, -1, 2 or -2; where y is null, 1 or -1
     * @param l as k
     * @param y null for zero
     * @param m 1 or -1
     * @param z null for zero
     * @param scratch an array that is none of the others, whose lanes may be overwritten
     */
    void multiplySum(A r, A a, int k, A x, int l, A y, int m, A z, A scratch, int from, int to);

    /** {@code r = a²} in the lanes from {@code from} to {@code to}. */
    void square(A r, A a, int from, int to);

    /** {@code r = a² - x - y} in the lanes from {@code from} to {@code to}. */
    void squareMinus(A r, A a, A x, A y, int from, int to);

    /** {@code r = k x + l y} in the lanes from {@code from} to {@code to}, k and l 1, -1, 2 or -2; loose. */
    void sum(A r, int k, A x, int l, A y, int from, int to);

    /** {@code r = k · x} in the lanes from {@code from} to {@code to}, k from -3 to 3; loose. */
    void scale(A r, A x, int k, int from, int to);

    /** {@code r[ro + i] = x[xo + i]} for i below n. */
    void copy(A r, int ro, A x, int xo, int n);

    /**
     * Of odd multiples, each lane its own: {@code r = tables[|d| >> 1]} for the lane's odd digit {@code d}, with the sign of
     * the digit where {@code signed}.
     *
     * @param digits {@code digits[at + lane]}
     */
    void pick(A r, A[] tables, byte[] digits, int at, boolean signed, int n);

    /** An element in a table for {@link #gather}: {@code table[place] = bytes[at..at+32]}; any array of enough lanes. */
    void store(A table, int place, byte[] bytes, int at);

    /** {@code r[lane] = table[places[lane]]}, of a table that {@link #store} filled. */
    void gather(A r, A table, int[] places, int n);
}
