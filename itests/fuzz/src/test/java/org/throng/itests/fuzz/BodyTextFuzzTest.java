// SPDX-License-Identifier: MIT
package org.throng.itests.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.throng.curve.Curve;
import org.throng.curve.bouncycastle.BouncyCastleCurve;
import org.throng.event.MalformedException;
import org.throng.parcel.BodySize;
import org.throng.parcel.body.BodyRules;
import org.throng.parcel.body.BodyText;

/** Plaintext of a body: what is read is written as the same bytes, and every part is judged without an accident. */
class BodyTextFuzzTest {
    private static final Curve CURVE = new BouncyCastleCurve();
    private static final int DAY = 20_416;

    static Stream<Arguments> seeds() {
        return Stream.of("body-direct", "body-tagged", "body-pq", "courier")
                .flatMap(scenario -> Seeds.good(scenario, "plain"));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "20s")
    void bodyIsReadAndWrittenAlike(byte[] plain) {
        try {
            BodyText text = BodyText.read(plain);
            assertArrayEquals(plain, text.bytes());
            assertTrue(BodyText.length(text.parts()) <= BodyText.room(plain.length));
            BodySize size = plain.length > BodySize.SMALL.length() ? BodySize.COURIER : BodySize.SMALL;
            for (int scheme = 1; scheme <= 4; scheme++) {
                judge(text, scheme, size);
            }
        } catch (MalformedException e) {
            assertTrue(e.getMessage().length() < 200);
        }
    }

    private static void judge(BodyText text, int scheme, BodySize size) {
        try {
            BodyRules rules = new BodyRules(CURVE, scheme, size, DAY);
            rules.check(text);
            assertEquals(
                    1,
                    text.parts().stream().filter(part -> part.type() == 14).count()
                            + (size == BodySize.COURIER ? 0 : 1));
        } catch (MalformedException e) {
            assertTrue(e.getMessage().length() < 200);
        }
    }
}
