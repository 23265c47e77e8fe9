// SPDX-License-Identifier: MIT
package org.throng.itests.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.throng.itests.statistics.Chance.assertChance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.zip.Deflater;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.throng.cipher.Bytes;
import org.throng.cipher.MlKem768;

/**
 * Which scheme a message used is seen by its reader and by nobody else: the events of all schemes, with every field that a relay
 * stores, compared in 10,000 bodies and headers of each ({@code -Dbodies=N}). What is not random is equal; what is random
 * is as random as bytes can be, and no classifier does better than a coin. The last two tests check the check: what ought to be
 * found is found, with the same classifiers and limits.
 */
class SchemesLookAlikeTest {
    private static final int COUNT = Integer.getInteger("bodies", 10_000);
    private static final int[] WIDTHS = {8, 10, 12};

    private static List<Posted> all;

    @BeforeAll
    static void post() {
        all = List.of(Posted.direct(COUNT), Posted.pq(COUNT), Posted.tagged(COUNT));
    }

    private interface Comparison {
        void of(Posted left, Posted right);
    }

    private static int pairs() {
        return all.size() * (all.size() - 1) / 2;
    }

    private static void eachPair(Comparison comparison) {
        for (int i = 0; i < all.size(); i++) {
            for (int k = i + 1; k < all.size(); k++) {
                comparison.of(all.get(i), all.get(k));
            }
        }
    }

    private static byte[][] contents(Posted posted) {
        return Arrays.stream(posted.events())
                .map(event -> Arrays.copyOfRange(event, Posted.CONTENT_AT, Posted.CONTENT_AT + Posted.CONTENT_LENGTH))
                .toArray(byte[][]::new);
    }

    @Test
    void kindsTagsTimesAndLengthsAreTheSame() {
        eachPair((left, right) ->
                assertArrayEquals(left.shapes(), right.shapes(), left.scheme() + " and " + right.scheme()));
    }

    @Test
    void noKeyIdOrSignatureStandsTwice() {
        Set<String> seen = new HashSet<>();
        for (Posted posted : all) {
            for (byte[] event : posted.events()) {
                int header = Posted.CONTENT_AT + Posted.CONTENT_LENGTH;
                for (int at : new int[] {0, 32, 64, header, header + 32, header + 64}) {
                    assertTrue(seen.add(Bytes.hex(Arrays.copyOfRange(event, at, at + 32))));
                }
            }
        }
        assertEquals(6L * all.size() * COUNT, seen.size());
    }

    @Test
    void everyByteAtItsPlaceIsUniformAndAsInTheOthers() {
        int places = all.get(0).events()[0].length;
        long tests = (long) places * (all.size() + pairs());
        IdentityHashMap<Posted, long[][]> counts = new IdentityHashMap<>();
        all.forEach(posted -> counts.put(posted, Windows.atEach(posted.events())));
        for (int place = 0; place < places; place++) {
            int here = place;
            for (Posted posted : all) {
                assertChance(Chance.uniform(counts.get(posted)[here]), tests, posted.scheme() + ", byte " + here);
            }
            eachPair((left, right) -> assertChance(
                    Chance.same(counts.get(left)[here], counts.get(right)[here]),
                    tests,
                    left.scheme() + " and " + right.scheme() + ", byte " + here));
        }
    }

    @Test
    void bytesAndWindowsOfAllPlacesTogetherAreUniformAndAsInTheOthers() {
        long tests = (long) WIDTHS.length * (all.size() + pairs());
        for (int width : WIDTHS) {
            IdentityHashMap<Posted, long[]> counts = new IdentityHashMap<>();
            all.forEach(posted -> counts.put(posted, Windows.histogram(posted.events(), width)));
            for (Posted posted : all) {
                assertChance(Chance.uniform(counts.get(posted)), tests, posted.scheme() + ", windows of " + width);
            }
            eachPair((left, right) -> assertChance(
                    Chance.same(counts.get(left), counts.get(right)),
                    tests,
                    left.scheme() + " and " + right.scheme() + ", windows of " + width));
        }
    }

    @Test
    void onesAndRunsAreThoseOfChanceAndNothingCanBeCompressed() {
        for (Posted posted : all) {
            assertChance(Chance.ones(posted.events()), 2L * all.size(), posted.scheme() + ", ones");
            assertChance(Chance.runs(posted.events()), 2L * all.size(), posted.scheme() + ", runs");
            byte[] some = Bytes.join(Arrays.copyOf(contents(posted), Math.min(COUNT, 2_000)));
            assertTrue(deflated(some) >= some.length, posted.scheme() + " can be compressed");
        }
    }

    private static long deflated(byte[] bytes) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try {
            deflater.setInput(bytes);
            deflater.finish();
            byte[] buffer = new byte[65_536];
            while (!deflater.finished()) {
                deflater.deflate(buffer);
            }
            return deflater.getBytesWritten();
        } finally {
            deflater.end();
        }
    }

    /** Whole events; then bodies alone, whose windows begin where a ciphertext in the open would. */
    @Test
    void noClassifierTellsTwoSchemesApart() {
        List<Runnable> tries = new ArrayList<>();
        long tests = (long) pairs() * (1 + 2 * WIDTHS.length);
        eachPair((left, right) -> {
            String names = left.scheme() + " and " + right.scheme();
            tries.add(() -> tell(Classifier.logistic(), left.events(), right.events(), tests, names));
            for (int width : WIDTHS) {
                tries.add(() -> tell(Classifier.bayes(width), left.events(), right.events(), tests, names));
                tries.add(() ->
                        tell(Classifier.bayes(width), contents(left), contents(right), tests, names + ", bodies"));
            }
        });
        assertEquals(tests, tries.size());
        tries.parallelStream().forEach(Runnable::run);
    }

    private static void tell(Classifier classifier, byte[][] left, byte[][] right, long tests, String names) {
        assertChance(classifier.result(left, right).z(), tests, classifier + ", " + names);
    }

    /**
     * Check of the check: 768 of the numbers in a ciphertext of ML-KEM-768 have 10 bits and come from 3,329 values, so that 257 of
     * the 1,024 come up a third more often than the rest. That tells nineteen in twenty apart; in a body with 960 random bytes
     * behind it some fewer, for what was learned from those is noise.
     */
    @Test
    void sameClassifierTellsRawCiphertextsOfMlKemFromRandomBytes() {
        byte[] key = MlKem768.encapsulationKey(random(1, MlKem768.SEED_LENGTH)[0]);
        byte[][] raw = Arrays.stream(random(COUNT, MlKem768.SECRET_LENGTH))
                .map(m -> MlKem768.encapsulate(key, m).ciphertext())
                .toArray(byte[][]::new);
        byte[][] noise = random(COUNT, MlKem768.CIPHERTEXT_LENGTH);
        assertTrue(Math.abs(Chance.uniform(Windows.histogram(raw, 10))) > 100, "the numbers are not uniform");
        double alone = Classifier.bayes(10).result(raw, noise).share();
        assertTrue(alone > 0.9, "of ciphertexts " + alone + " are found");

        byte[][] rest = random(COUNT, Posted.CONTENT_LENGTH - MlKem768.CIPHERTEXT_LENGTH);
        byte[][] open = new byte[COUNT][];
        for (int i = 0; i < COUNT; i++) {
            open[i] = Bytes.join(raw[i], rest[i]);
        }
        double inBodies =
                Classifier.bayes(10).result(open, contents(all.get(0))).share();
        assertTrue(inBodies > 0.8, "of bodies with a ciphertext in the open " + inBodies + " are found");
    }

    @Test
    void oneFixedBitIsFoundAtItsPlaceAndByTheRegression() {
        byte[][] marked = contents(all.get(0));
        for (byte[] content : marked) {
            content[1_000] |= 1;
        }
        assertTrue(Chance.uniform(Windows.at(marked, 1_000)) > Chance.limit(100_000));
        double z = Classifier.logistic().result(marked, contents(all.get(2))).z();
        assertTrue(z > Chance.limit(100), "z = " + z);
    }

    private static byte[][] random(int count, int length) {
        SplittableRandom random = new SplittableRandom(length);
        byte[][] all = new byte[count][length];
        for (byte[] one : all) {
            random.nextBytes(one);
        }
        return all;
    }
}
