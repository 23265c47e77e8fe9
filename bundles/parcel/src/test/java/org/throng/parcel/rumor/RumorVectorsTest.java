// SPDX-License-Identifier: MIT
package org.throng.parcel.rumor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.throng.curve.PublicKey;
import org.throng.event.MalformedException;
import org.throng.itests.vectors.Vectors;
import org.throng.itests.vectors.Vectors.Case;

/** Data: docs/vectors/rumor.json. */
class RumorVectorsTest {
    static List<Case> cases() {
        return Vectors.cases("rumor");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void caseAgrees(Case c) throws Exception {
        PublicKey a = PublicKey.ofHex(c.text("A"));
        byte[] json = c.bytes("json");
        if (!c.ok()) {
            MalformedException refused = assertThrows(MalformedException.class, () -> Rumor.read(json, a), c.why());
            assertTrue(refused.getMessage().length() > 5);
            return;
        }
        Rumor rumor = Rumor.read(json, a);
        assertEquals(c.value("id"), rumor.id().hex());
        assertEquals(rumor, Rumor.read(rumor.json(), a));
    }

    @ParameterizedTest
    @ValueSource(ints = {65, 1_000, 13_000})
    void ignoredIdMayBeALongNumber(int digits) throws Exception {
        PublicKey a = PublicKey.of(new byte[32]);
        String json = "{\"id\":" + "9".repeat(digits) + ",\"pubkey\":\"" + a.hex()
                + "\",\"created_at\":0,\"kind\":1,\"tags\":[],\"content\":\"\"}";
        assertEquals(
                "",
                Rumor.read(json.getBytes(java.nio.charset.StandardCharsets.UTF_8), a)
                        .content());
    }

    @Test
    void lineFeedCountsTwoBytes() {
        Rumor one = new Rumor(PublicKey.of(new byte[32]), 0, Rumor.TEXT, List.of(), "a");
        Rumor two = new Rumor(PublicKey.of(new byte[32]), 0, Rumor.TEXT, List.of(), "a\n");
        assertEquals(one.json().length + 2, two.json().length);
    }

    @Test
    void loneSurrogateIsNotWritten() {
        PublicKey a = PublicKey.of(new byte[32]);
        assertThrows(IllegalArgumentException.class, () -> new Rumor(a, 0, 14, List.of(), "\ud800"));
        assertThrows(IllegalArgumentException.class, () -> new Rumor(a, 0, 14, List.of(List.of("t", "\udc00")), ""));
    }
}
