// SPDX-License-Identifier: MIT
package org.throng.parcel.tlv;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.throng.event.MalformedException;
import org.throng.itests.vectors.Vectors;
import org.throng.itests.vectors.Vectors.Case;

/** Acks and floors. Data: docs/vectors/acks.json. */
class AcksVectorsTest {
    static List<Case> cases() {
        return Vectors.cases("acks");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void caseAgrees(Case c) throws Exception {
        boolean floor = c.has("floor");
        byte[] value = c.bytes(floor ? "floor" : "acks");
        if (!c.ok()) {
            assertThrows(MalformedException.class, () -> {
                if (floor) {
                    Floor.read(value);
                } else {
                    Acks.read(value);
                }
            });
        } else if (floor) {
            assertEquals(new Floor(ShortId.ofHex(c.value("chain")), number(c.values(), "index")), Floor.read(value));
            assertArrayEquals(value, Floor.read(value).bytes());
        } else {
            Acks acks = Acks.read(value);
            assertEquals(expected(c), acks);
            assertArrayEquals(value, acks.bytes());
        }
    }

    private static Acks expected(Case c) {
        List<ShortId> rumors = new ArrayList<>();
        c.values().get("direct").forEach(id -> rumors.add(ShortId.ofHex(id.asText())));
        List<Acks.Chain> chains = new ArrayList<>();
        for (JsonNode chain : c.values().get("chains")) {
            chains.add(new Acks.Chain(
                    ShortId.ofHex(chain.get("chain").asText()),
                    number(chain, "next"),
                    Long.parseUnsignedLong(chain.get("bitmap").asText(), 16)));
        }
        return new Acks(rumors, chains);
    }

    private static long number(JsonNode object, String field) {
        return object.get(field).asLong();
    }

    @Test
    void bitOfTheMapSaysThatAnIndexArrived() {
        Acks.Chain chain = new Acks.Chain(ShortId.ZERO, 3, 0b101);
        assertTrue(chain.has(0) && chain.has(2) && chain.has(4) && chain.has(6));
        assertFalse(chain.has(3) || chain.has(5) || chain.has(7) || chain.has(68) || chain.has(1L << 40));
    }
}
