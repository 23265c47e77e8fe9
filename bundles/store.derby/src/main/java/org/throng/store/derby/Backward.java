// SPDX-License-Identifier: MIT
package org.throng.store.derby;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.throng.store.Store;
import org.throng.store.StoreException;

/**
 * Finds the last keys of a range in an index that Derby reads forward only. A second, descending index would cost every
 * write a third of its speed; instead keys are taken as numbers and the range below its end is halved until a handful of
 * keys is left in it. The width of a page is the first guess for the next one, so a long walk needs about two look-ups a
 * page; the worst keys need one for each of their bits.
 */
final class Backward {
    private static final int MOST = 64;

    /** Keys that are one number, for they differ only in the zeros at their end. */
    private static final int ONE_NUMBER = Store.MAX_KEY + 1;

    private final Keyed index;
    private BigInteger width = BigInteger.ZERO;

    /** The first keys of a range, ascending, at most {@code most}. */
    @FunctionalInterface
    interface Keyed {
        List<byte[]> read(byte[] from, byte[] to, int most) throws StoreException;
    }

    Backward(Keyed index) {
        this.index = index;
    }

    /**
     * The last keys of a range, ascending; empty where there are none. Called again and again, each time up to the first
     * key of the page before.
     */
    List<byte[]> last(byte[] from, byte[] to) throws StoreException {
        byte[] low = from; // there are too many keys from here on, or nobody knows yet
        byte[] high = to; // there are none from here on
        byte[] probe = guess(from, to);
        boolean parted = true;
        while (true) {
            List<byte[]> keys = index.read(probe, to, parted ? MOST + 1 : ONE_NUMBER);
            if (keys.isEmpty() && Arrays.equals(probe, from)) {
                return keys;
            }
            if (!keys.isEmpty() && (keys.size() <= MOST || !parted)) {
                width = number(to).subtract(number(keys.get(0)));
                return keys;
            }
            if (!keys.isEmpty()) {
                low = keys.get(keys.size() - 1);
            } else {
                high = probe;
                // where the key that low stands for was deleted meanwhile, look again below it
                low = parted ? low : from;
            }
            probe = between(low, high);
            parted = !Arrays.equals(probe, low);
        }
    }

    private byte[] guess(byte[] from, byte[] to) {
        BigInteger at = number(to).subtract(width.shiftLeft(1));
        return width.signum() == 0 || at.compareTo(number(from)) <= 0 ? from : key(at);
    }

    private static byte[] between(byte[] low, byte[] high) {
        BigInteger a = number(low);
        BigInteger middle = a.add(number(high)).shiftRight(1);
        return middle.equals(a) ? low : key(middle);
    }

    /** The key with zeros behind it, as a number. */
    private static BigInteger number(byte[] key) {
        return new BigInteger(1, Arrays.copyOf(key, Store.MAX_KEY));
    }

    private static byte[] key(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int start = Math.max(0, bytes.length - Store.MAX_KEY);
        int missing = Math.max(0, Store.MAX_KEY - bytes.length);
        int end = bytes.length;
        while (end > start && bytes[end - 1] == 0) {
            end--;
        }
        byte[] key = new byte[missing + end - start];
        System.arraycopy(bytes, start, key, missing, end - start);
        return key;
    }
}
