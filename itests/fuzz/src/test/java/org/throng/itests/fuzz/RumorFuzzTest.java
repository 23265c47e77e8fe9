// SPDX-License-Identifier: MIT
package org.throng.itests.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.throng.curve.PublicKey;
import org.throng.event.MalformedException;
import org.throng.itests.vectors.Vectors;
import org.throng.parcel.rumor.Rumor;

/** JSON of a rumor: what is read is written so that it reads the same, under the same id. */
class RumorFuzzTest {
    private static final PublicKey A =
            PublicKey.ofHex(Vectors.find("rumor", "smallest").text("A"));

    static Stream<Arguments> seeds() {
        return Seeds.hex("rumor", "json");
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "20s")
    void rumorIsReadAgainUnderItsId(byte[] json) {
        try {
            Rumor rumor = Rumor.read(json, A);
            Rumor again = Rumor.read(rumor.json(), A);
            assertEquals(rumor, again);
            assertEquals(rumor.id(), again.id());
            // an escape of two letters may become one of six: no more than three times as long
            assertTrue(rumor.json().length <= 3 * json.length + 200);
        } catch (MalformedException e) {
            assertTrue(e.getMessage().length() < 200);
        }
    }
}
