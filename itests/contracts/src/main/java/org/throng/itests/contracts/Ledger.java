// SPDX-License-Identifier: MIT
package org.throng.itests.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.throng.store.Batch;
import org.throng.store.Store;
import org.throng.store.StoreException;

/**
 * Numbered batches of which each says by itself whether it is whole: some entries of its own, one that it takes over from
 * the batch before it, and the deletion of an entry of an earlier one. The same number always makes the same batch.
 */
final class Ledger {
    private Ledger() {}

    static Batch batch(String writer, int number) {
        Random random = random(writer, number);
        Batch batch = new Batch();
        int entries = entries(random);
        for (int i = 0; i < entries; i++) {
            batch.put(key(writer, number, i), value(writer, random));
        }
        batch.put(
                utf8(writer + "/newest"), ByteBuffer.allocate(4).putInt(number).array());
        batch.put(utf8(writer + "/due/" + number), new byte[0]);
        batch.delete(utf8(writer + "/due/" + (number - 1)));
        return batch;
    }

    private static Random random(String writer, int number) {
        return new Random(writer.hashCode() * 1_000_003L + number);
    }

    private static int entries(Random random) {
        return 1 + random.nextInt(5);
    }

    /** Values of one to some hundred bytes, some that fill a page, few that fill many; of writers named b more of these. */
    private static byte[] value(String writer, Random random) {
        int kind = random.nextInt(writer.startsWith("b") ? 5 : 40);
        byte[] value = new byte[kind == 0 ? 40_000 + random.nextInt(30_000) : kind < 4 ? 5_000 : random.nextInt(400)];
        random.nextBytes(value);
        return value;
    }

    private static byte[] key(String writer, int number, int entry) {
        return utf8(writer + "/" + number + "/" + entry);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The number of the newest batch in the store; -1 where there is none. Every batch up to it must be there whole, and
     * nothing of any later one.
     *
     * @param mostKnown no batch has a higher number
     */
    static int check(Store store, String writer, int mostKnown) throws StoreException {
        int newest = store.get(utf8(writer + "/newest"))
                .map(bytes -> ByteBuffer.wrap(bytes).getInt())
                .orElse(-1);
        for (int number = 0; number <= mostKnown; number++) {
            Random random = random(writer, number);
            int entries = entries(random);
            for (int i = 0; i < entries; i++) {
                byte[] expected = number <= newest ? value(writer, random) : null;
                byte[] found = store.get(key(writer, number, i)).orElse(null);
                if (!Arrays.equals(expected, found)) {
                    throw new AssertionError("batch " + number + " of " + mostKnown + " (newest " + newest + "), entry "
                            + i + ": expected " + length(expected) + ", found " + length(found));
                }
            }
            assertEquals(
                    number == newest,
                    store.get(utf8(writer + "/due/" + number)).isPresent(),
                    "the mark of batch " + number + " where the newest is " + newest);
        }
        return newest;
    }

    private static String length(byte[] value) {
        return value == null ? "nothing" : value.length + " bytes";
    }
}
