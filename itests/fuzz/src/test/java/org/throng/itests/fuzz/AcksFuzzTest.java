// SPDX-License-Identifier: MIT
package org.throng.itests.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.throng.event.MalformedException;
import org.throng.parcel.tlv.Acks;
import org.throng.parcel.tlv.Floor;

/** Acks and floors: what is read is written as the same bytes. */
class AcksFuzzTest {
    static Stream<Arguments> seeds() {
        return Stream.concat(Seeds.hex("acks", "acks"), Seeds.hex("acks", "floor"));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "20s")
    void acksAreReadAndWrittenAlike(byte[] value) {
        try {
            Acks acks = Acks.read(value);
            assertArrayEquals(value, acks.bytes());
            for (Acks.Chain chain : acks.chains()) {
                assertTrue(chain.next() == 0 || chain.has(chain.next() - 1));
                assertTrue(!chain.has(chain.next()));
            }
        } catch (MalformedException e) {
            assertTrue(e.getMessage().length() < 200);
        }
        try {
            assertArrayEquals(value, Floor.read(value).bytes());
        } catch (MalformedException e) {
            assertTrue(value.length != 12);
        }
    }
}
