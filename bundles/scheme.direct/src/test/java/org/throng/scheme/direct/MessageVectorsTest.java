// SPDX-License-Identifier: MIT
package org.throng.scheme.direct;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.throng.curve.Curve;
import org.throng.curve.SecretKey;
import org.throng.curve.bouncycastle.BouncyCastleCurve;
import org.throng.event.Event;
import org.throng.event.EventReader;
import org.throng.itests.vectors.Vectors;
import org.throng.itests.vectors.Vectors.Case;
import org.throng.parcel.BodyEvent;
import org.throng.parcel.HeaderEvent;
import org.throng.parcel.body.BodyText;
import org.throng.scheme.Contents;
import org.throng.scheme.Match;
import org.throng.scheme.Opened;
import org.throng.scheme.Reader;
import org.throng.scheme.Recipient;
import org.throng.scheme.SealedBody;
import org.throng.scheme.Sender;
import org.throng.scheme.Sighting;

/** Whole messages from the same random bytes: the same events to the last bit. Data: docs/vectors/events.json. */
class MessageVectorsTest {
    private final Curve curve = new BouncyCastleCurve();

    @ParameterizedTest
    @ValueSource(strings = {"direct", "crowd"})
    void sameRandomBytesMakeTheSameEvents(String name) throws Exception {
        Case c = Vectors.find("events", name);
        HeaderEvent header = HeaderEvent.read(event(c, "header"));
        BodyEvent body = BodyEvent.read(event(c, "body"));
        DirectScheme scheme = new DirectScheme(
                curve, replay(c.values().get("random"), "session", "body", "auxBody", "eph", "auxHeader"));
        try (SecretKey secret = SecretKey.of(c.valueBytes("senderSecret"));
                SecretKey receiver = SecretKey.of(c.bytes("receiverSecret"))) {
            Sender sender = new Sender(curve.publicKey(secret), secret);
            Recipient recipient = Recipient.of(curve.publicKey(receiver));
            Contents contents =
                    new Contents(BodyText.read(c.valueBytes("bodyPlain")).parts());
            SealedBody sealed = scheme.seal(sender, recipient, contents, body.slot(), body.label());
            assertEquals(body.event(), sealed.event());
            assertEquals(header.event(), scheme.address(sender, recipient, sealed, header.slot(), header.label(), 0));

            Reader reader = new Reader(recipient.npub(), recipient.npub(), receiver);
            Sighting sighting =
                    new Sighting(header.header(), header.label(), header.slot().day());
            Match match = scheme.recognise(List.of(sighting), List.of(reader)).get(0);
            Opened opened = scheme.open(match, body.content()).orElseThrow();
            assertEquals(contents.parts(), opened.parts());
        }
    }

    private static Event event(Case c, String which) throws Exception {
        return EventReader.event(c.given().get(which).toString());
    }

    /** Gives these values in this order, once. */
    private static RandomGenerator replay(JsonNode values, String... names) {
        Deque<byte[]> left = new ArrayDeque<>();
        for (String name : names) {
            left.add(Vectors.hex(values, name));
        }
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                throw new IllegalStateException("only bytes are drawn");
            }

            @Override
            public void nextBytes(byte[] target) {
                System.arraycopy(left.remove(), 0, target, 0, target.length);
            }
        };
    }
}
