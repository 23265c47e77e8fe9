// SPDX-License-Identifier: MIT
package org.throng.itests.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.throng.event.Event;
import org.throng.event.EventReader;
import org.throng.event.Filter;
import org.throng.event.FilterJson;
import org.throng.event.MalformedException;
import org.throng.event.StrictJson;
import org.throng.itests.vectors.Vectors;

/** A filter: read, written and read again it is the same, and it says yes or no of an event. */
class FilterFuzzTest {
    private static final Event EVENT = event();

    private static Event event() {
        try {
            return EventReader.event(
                    Vectors.find("events", "direct").given().get("header").toString());
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
    }

    static Stream<Arguments> seeds() {
        return Seeds.texts(
                "{}",
                "{\"kinds\":[4610,4611],\"#c\":[\"00:\",\"01:1\"],\"since\":1764000000,\"until\":1764000600,\"limit\":0}",
                "{\"ids\":[\"" + EVENT.id() + "\"],\"authors\":[\"" + EVENT.pubkey() + "\"]}",
                "{\"#e\":[\"" + EVENT.id() + "\"],\"#p\":[]}");
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "20s")
    void filterIsReadAgainFromItsOwnJson(byte[] json) throws MalformedException {
        Filter filter;
        try {
            filter = EventReader.filter(StrictJson.read(json));
        } catch (MalformedException e) {
            assertTrue(e.getMessage().length() < 200);
            return;
        }
        assertEquals(filter, EventReader.filter(StrictJson.read(FilterJson.write(filter))));
        assertEquals(filter.matches(EVENT), filter.matches(EVENT));
    }
}
