// SPDX-License-Identifier: MIT
package org.throng.parcel.rumor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.throng.curve.PublicKey;
import org.throng.event.MalformedException;
import org.throng.itests.vectors.Vectors;
import org.throng.itests.vectors.Vectors.Case;

/** Data: docs/vectors/parts.json. */
class PartsVectorsTest {
    static List<Case> cases() {
        return Vectors.cases("parts");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void caseAgrees(Case c) throws Exception {
        Optional<Rumor> rumor = lastOneMakes(c);
        assertEquals(c.ok(), rumor.isPresent(), c.why());
        if (c.ok()) {
            assertEquals(c.value("id"), rumor.orElseThrow().id().hex());
        }
    }

    /** What the last part completes, if it does. */
    private static Optional<Rumor> lastOneMakes(Case c) throws MalformedException {
        PartSets sets = PartSets.NONE;
        Optional<byte[]> json = Optional.empty();
        long now = 1_764_000_000;
        for (JsonNode value : c.given().get("parts")) {
            try {
                Part part = Part.read(HexFormat.of().parseHex(value.asText()), c.number("scheme"));
                assertArrayEquals(HexFormat.of().parseHex(value.asText()), part.value());
                PartSets.Step step = sets.accept(part, now++);
                sets = step.sets();
                json = step.json();
            } catch (MalformedException e) {
                json = Optional.empty();
            }
        }
        if (json.isEmpty()) {
            return Optional.empty();
        }
        if (c.ok()) {
            assertArrayEquals(c.valueBytes("rumor"), json.get());
            List<String> cut = Part.split(json.get(), c.number("scheme")).stream()
                    .map(part -> HexFormat.of().formatHex(part.value()))
                    .toList();
            List<String> came = new ArrayList<>();
            c.given().get("parts").forEach(value -> came.add(value.asText()));
            assertTrue(came.containsAll(cut));
        }
        try {
            return Optional.of(Rumor.read(json.get(), PublicKey.ofHex(c.text("A"))));
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    @Test
    void unfinishedSetIsDroppedAfterThirtyFiveDays() {
        List<Part> parts = Part.split(new byte[2_000], 1);
        PartSets sets = PartSets.NONE.accept(parts.get(0), 0).sets();
        PartSets.Step late = sets.accept(parts.get(1), PartSet.LIFE);
        assertEquals(PartSets.Outcome.KEPT, late.outcome());
        assertEquals(1, late.sets().open().size());
        PartSets.Step inTime = sets.accept(parts.get(1), PartSet.LIFE - 1);
        assertEquals(PartSets.Outcome.WHOLE, inTime.outcome());
        assertTrue(inTime.sets().open().isEmpty());
    }

    @Test
    void everyOutcomeIsTold() {
        List<Part> parts = Part.split(new byte[5_000], 1);
        Part first = parts.get(0);
        PartSets.Step kept = PartSets.NONE.accept(first, 0);
        assertEquals(PartSets.Outcome.KEPT, kept.outcome());
        assertEquals(PartSets.Outcome.REPEATED, kept.sets().accept(first, 1).outcome());
        byte[] other = first.bytes();
        other[0] ^= 1;
        Part differing = new Part(first.id(), first.k(), first.n(), other);
        PartSets.Step differs = kept.sets().accept(differing, 1);
        assertEquals(PartSets.Outcome.DIFFERS, differs.outcome());
        assertEquals(kept.sets(), differs.sets());
        PartSets.Step broken = PartSets.NONE
                .accept(differing, 0)
                .sets()
                .accept(parts.get(1), 0)
                .sets()
                .accept(parts.get(2), 0);
        assertEquals(PartSets.Outcome.BROKEN, broken.outcome());
        assertTrue(broken.sets().open().isEmpty());
    }
}
