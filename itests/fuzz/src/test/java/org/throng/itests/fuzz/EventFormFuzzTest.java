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
import org.throng.event.MalformedException;
import org.throng.event.StrictJson;
import org.throng.parcel.BodyEvent;
import org.throng.parcel.HeaderEvent;

/** JSON of an event: whatever is taken for a header or a body is exactly what would be made. */
class EventFormFuzzTest {
    static Stream<Arguments> seeds() {
        return Stream.concat(Seeds.json("events", "header"), Seeds.json("events", "body"));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "20s")
    void takenEventIsTheOneThatWouldBeMade(byte[] json) {
        try {
            Event event = EventReader.event(StrictJson.read(json));
            assertEquals(event, EventReader.event(event.json()));
            if (event.kind() == HeaderEvent.KIND) {
                HeaderEvent header = HeaderEvent.read(event);
                assertEquals(event.unsigned(), HeaderEvent.make(header.header(), header.slot(), header.label()));
            } else {
                BodyEvent body = BodyEvent.read(event);
                assertEquals(
                        event.unsigned(), BodyEvent.make(event.pubkey(), body.content(), body.slot(), body.label()));
            }
        } catch (MalformedException e) {
            assertTrue(e.getMessage().length() < 200);
        }
    }
}
