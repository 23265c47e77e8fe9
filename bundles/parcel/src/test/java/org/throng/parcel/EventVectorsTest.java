// SPDX-License-Identifier: MIT
package org.throng.parcel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.throng.cipher.Bytes;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.curve.Signature;
import org.throng.curve.bouncycastle.BouncyCastleCurve;
import org.throng.event.Event;
import org.throng.event.EventId;
import org.throng.event.EventReader;
import org.throng.event.MalformedException;
import org.throng.itests.vectors.Vectors;
import org.throng.itests.vectors.Vectors.Case;

/** The strict form of header and body events. Data: docs/vectors/events.json. */
class EventVectorsTest {
    private final Curve curve = new BouncyCastleCurve();

    static List<Case> cases() {
        return Vectors.cases("events");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void caseAgrees(Case c) throws Exception {
        int target = c.has("target") ? c.number("target") : 0;
        boolean header = !c.has("header") || isTaken(c, "header", target);
        boolean body = !c.has("body") || isTaken(c, "body", target);
        assertEquals(c.ok(), header && body, c.why());
        if (c.ok()) {
            HeaderEvent read =
                    HeaderEvent.read(EventReader.event(c.given().get("header").toString()), target);
            assertEquals(c.value("record"), Bytes.hex(read.header().bytes()));
        }
    }

    private boolean isTaken(Case c, String which, int target) {
        try {
            Event event = EventReader.event(c.given().get(which).toString());
            if (which.equals("header")) {
                HeaderEvent read = HeaderEvent.read(event, target);
                if (target == 0) {
                    assertEquals(event.unsigned(), HeaderEvent.make(read.header(), read.slot(), read.label()));
                }
            } else {
                BodyEvent read = BodyEvent.read(event);
                assertEquals(
                        event.unsigned(), BodyEvent.make(event.pubkey(), read.content(), read.slot(), read.label()));
            }
            return event.hasRightId() && event.isSigned(curve);
        } catch (MalformedException e) {
            assertTrue(e.getMessage().length() > 5);
            return false;
        }
    }

    @Test
    void provenEventIsMadeAgainFromItsNonce() throws Exception {
        Case c = Vectors.find("events", "header with a proof");
        Event event = EventReader.event(c.given().get("header").toString());
        HeaderEvent read = HeaderEvent.read(event, 8);
        assertEquals(event.unsigned(), HeaderEvent.make(read.header(), read.slot(), read.label(), 183, 8));
    }

    @Test
    void recordOfZerosIsNoHeader() {
        Event event = new Event(
                EventId.of(new byte[32]),
                PublicKey.of(new byte[32]),
                0,
                HeaderEvent.KIND,
                List.of(List.of("c", "00:"), List.of("expiration", "2592000")),
                "A".repeat(128),
                Signature.of(new byte[64]));
        assertThrows(MalformedException.class, () -> HeaderEvent.read(event));
    }
}
