// SPDX-License-Identifier: MIT
package org.throng.curve.lockstep;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How many operations of the field a scan takes, whatever the machine. */
class WorkTest {
    private static final int POINTS = 512;

    private final CountingField field = new CountingField();
    private final Scanner<long[]> scanner = new Scanner<>(field, POINTS);
    private final Random random = new Random(9);
    private final byte[] points = new byte[Bytes32.LENGTH * POINTS];

    private long work(List<? extends Multiplier> secrets) {
        random.nextBytes(points);
        field.reset();
        scanner.scan(secrets, points, 0, POINTS, new byte[Bytes32.LENGTH * POINTS * secrets.size()], 0, POINTS);
        return field.operations() / POINTS;
    }

    private BigInteger scalar() {
        return new BigInteger(256, random).mod(Glv.N);
    }

    @Test
    void oneSecretTakesAboutElevenHundredOperations() {
        for (int i = 0; i < 20; i++) {
            long work = work(List.of(Schedule.of(scalar(), Form.OWN_MACHINE)));
            assertTrue(work > 1_000 && work < 1_180, "own machine: " + work);
        }
        long regular = work(List.of(Schedule.of(scalar(), Form.SHARED_HOST)));
        assertTrue(regular < 1_420, "shared host: " + regular);
    }

    @Test
    void tenSecretsTakeWellUnderTenScans() {
        List<ChainSchedule> ten = new ArrayList<>();
        long alone = 0;
        for (int i = 0; i < 10; i++) {
            BigInteger scalar = scalar();
            ten.add(ChainSchedule.of(scalar));
            alone += work(List.of(Schedule.of(scalar, Form.OWN_MACHINE)));
        }
        long together = work(ten);
        assertTrue(together * 100 < alone * 65, together + " together, " + alone + " alone");
    }

    @Test
    void badPointCostsAtMostOneMoreWayUpTheTree() {
        List<Schedule> one = List.of(Schedule.of(scalar(), Form.OWN_MACHINE));
        byte[] good = new byte[points.length];
        random.nextBytes(points);
        scanner.scan(one, points, 0, POINTS, good, 0, POINTS);
        field.reset();
        scanner.scan(one, points, 0, POINTS, good, 0, POINTS);
        long before = field.operations();
        Arrays.fill(points, 0, Bytes32.LENGTH, (byte) 0); // order 3 on the twist
        byte[] bad = new byte[points.length];
        field.reset();
        scanner.scan(one, points, 0, POINTS, bad, 0, POINTS);
        assertTrue(field.operations() < before + before / 20, field.operations() + " instead of " + before);
        System.arraycopy(good, 0, bad, 0, Bytes32.LENGTH);
        assertArrayEquals(good, bad, "all but the bad one");
    }

    @Test
    void nothingOfTheSecretsIsLeftInTheScanner() throws ReflectiveOperationException {
        work(List.of(Schedule.of(scalar(), Form.OWN_MACHINE)));
        Field sum = Scanner.class.getDeclaredField("sum");
        sum.setAccessible(true);
        Points<?> left = (Points<?>) sum.get(scanner);
        assertArrayEquals(new long[5 * POINTS], (long[]) left.x);
        assertArrayEquals(new long[5 * POINTS], (long[]) left.w);
    }
}
