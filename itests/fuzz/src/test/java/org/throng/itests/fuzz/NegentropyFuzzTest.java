// SPDX-License-Identifier: MIT
package org.throng.itests.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.throng.event.EventId;
import org.throng.event.MalformedException;
import org.throng.event.negentropy.Items;
import org.throng.event.negentropy.Negentropy;

/** A message of somebody who compares: answered within bounds, or refused with a short reason. */
class NegentropyFuzzTest {
    private static final int MOST = 4_096;
    private static final Items ITEMS = items();

    private static Items items() {
        Items.Builder items = new Items.Builder();
        for (int i = 0; i < 300; i++) {
            byte[] id = new byte[EventId.LENGTH];
            id[0] = (byte) i;
            id[1] = (byte) (i >> 8);
            items.add(i / 5, EventId.of(id));
        }
        return items.build();
    }

    static Stream<Arguments> seeds() {
        return Stream.of(
                        Negentropy.client(ITEMS, MOST).initiate(),
                        HexFormat.of().parseHex("6100000200"),
                        HexFormat.of().parseHex("610500000000" + "01" + "11".repeat(16)),
                        HexFormat.of().parseHex("62"))
                .map(bytes -> Arguments.of((Object) bytes));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "20s")
    void messageIsAnsweredWithinBoundsOrRefused(byte[] message) {
        for (Negentropy side : new Negentropy[] {Negentropy.server(ITEMS, MOST), Negentropy.client(ITEMS, MOST)}) {
            try {
                assertTrue(side.reconcile(message).message().length <= MOST);
            } catch (MalformedException e) {
                assertTrue(e.getMessage().length() < 200);
            }
        }
    }
}
