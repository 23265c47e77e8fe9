// SPDX-License-Identifier: MIT
package org.throng.parcel.rumor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.throng.event.MalformedException;
import org.throng.parcel.SchemeId;

class PartPropertiesTest {
    @Property
    void partsInAnyOrderMakeTheRumor(
            @ForAll @IntRange(min = 1_781, max = Rumor.MAX_LENGTH) int length,
            @ForAll boolean pq,
            @ForAll Random random)
            throws MalformedException {
        int scheme = pq ? SchemeId.PQ : SchemeId.DIRECT;
        byte[] json = new byte[length];
        random.nextBytes(json);
        List<Part> parts = new ArrayList<>(Part.split(json, scheme));
        assertTrue(parts.size() <= Part.MAX_COUNT);
        Collections.shuffle(parts, random);
        PartSets sets = PartSets.NONE;
        for (int i = 0; i < parts.size(); i++) {
            PartSets.Step step = sets.accept(Part.read(parts.get(i).value(), scheme), i);
            sets = step.sets();
            if (i < parts.size() - 1) {
                assertEquals(PartSets.Outcome.KEPT, step.outcome());
                assertEquals(
                        PartSets.Outcome.REPEATED, sets.accept(parts.get(i), i).outcome());
            } else {
                assertEquals(PartSets.Outcome.WHOLE, step.outcome());
                assertArrayEquals(json, step.json().orElseThrow());
            }
        }
        assertEquals(PartSets.NONE, sets);
    }

    @Property
    void oneWrongByteIsNotPutTogether(@ForAll @IntRange(min = 1_781, max = 5_000) int length, @ForAll Random random) {
        byte[] json = new byte[length];
        random.nextBytes(json);
        List<Part> parts = Part.split(json, SchemeId.DIRECT);
        int bad = random.nextInt(parts.size());
        PartSets sets = PartSets.NONE;
        for (Part part : parts) {
            byte[] bytes = part.bytes();
            if (part.k() == bad) {
                bytes[random.nextInt(bytes.length)] ^= 1;
            }
            PartSets.Step step = sets.accept(new Part(part.id(), part.k(), part.n(), bytes), 0);
            assertTrue(step.json().isEmpty());
            sets = step.sets();
        }
        assertEquals(PartSets.NONE, sets);
    }

    @Property
    void setsComeBackFromWhatIsStored(@ForAll @IntRange(min = 1_781, max = 13_520) int length, @ForAll Random random) {
        byte[] json = new byte[length];
        random.nextBytes(json);
        List<Part> parts = Part.split(json, SchemeId.DIRECT);
        PartSet set = new PartSet(5, parts.subList(0, parts.size() - 1));
        List<Part> stored = set.parts().stream()
                .map(part -> new Part(part.id(), part.k(), part.n(), Arrays.copyOf(part.bytes(), part.bytes().length)))
                .toList();
        assertEquals(set, new PartSet(5, stored));
    }
}
