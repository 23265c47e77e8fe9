// SPDX-License-Identifier: MIT
package org.throng.itests.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.throng.event.MalformedException;
import org.throng.parcel.SchemeId;
import org.throng.parcel.rumor.Part;
import org.throng.parcel.rumor.PartSet;
import org.throng.parcel.rumor.PartSets;
import org.throng.parcel.rumor.Rumor;

/** Parts in any order, from anybody: what is kept stays within its bounds, and what is whole is within the limit. */
class PartsFuzzTest {
    static Stream<Arguments> seeds() {
        return Seeds.lists("parts", "parts");
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "20s")
    void setsStayWithinTheirBounds(byte[] input) {
        ByteBuffer in = ByteBuffer.wrap(input);
        PartSets sets = PartSets.NONE;
        for (int now = 0; in.remaining() > 2 && now < 64; now++) {
            byte[] value = new byte[Math.min(in.getShort() & 0xffff, in.remaining())];
            in.get(value);
            sets = accept(sets, value, now);
            assertTrue(sets.open().size() <= PartSets.MOST);
            for (PartSet set : sets.open()) {
                assertTrue(set.parts().size() < Part.MAX_COUNT && !set.isWhole());
            }
        }
    }

    private static PartSets accept(PartSets sets, byte[] value, int now) {
        try {
            Part part = Part.read(value, SchemeId.DIRECT);
            assertArrayEquals(value, part.value());
            PartSets.Step step = sets.accept(part, now);
            assertEquals(step.outcome() == PartSets.Outcome.WHOLE, step.json().isPresent());
            step.json().ifPresent(json -> assertTrue(json.length <= Rumor.MAX_LENGTH));
            assertEquals(
                    PartSets.Outcome.REPEATED,
                    step.outcome() == PartSets.Outcome.KEPT
                            ? step.sets().accept(part, now).outcome()
                            : PartSets.Outcome.REPEATED);
            return step.sets();
        } catch (MalformedException e) {
            assertTrue(e.getMessage().length() < 200);
            return sets;
        }
    }
}
