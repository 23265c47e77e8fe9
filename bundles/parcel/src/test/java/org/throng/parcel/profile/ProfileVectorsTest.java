// SPDX-License-Identifier: MIT
package org.throng.parcel.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.throng.cipher.Bytes;
import org.throng.cipher.Sha256;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.curve.Signature;
import org.throng.curve.bouncycastle.BouncyCastleCurve;
import org.throng.event.Event;
import org.throng.event.EventReader;
import org.throng.event.MalformedException;
import org.throng.event.RelayUrl;
import org.throng.event.StrictJson;
import org.throng.itests.vectors.Vectors;
import org.throng.itests.vectors.Vectors.Case;

/** Data: docs/vectors/profile.json. */
class ProfileVectorsTest {
    private final Curve curve = new BouncyCastleCurve();

    static List<Case> cases() {
        return Vectors.cases("profile");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void caseAgrees(Case c) throws Exception {
        Event event = EventReader.event(c.given().get("event").toString());
        if (!c.ok()) {
            MalformedException refused =
                    assertThrows(MalformedException.class, () -> Profile.read(curve, event), c.why());
            assertTrue(refused.getMessage().length() > 5);
            return;
        }
        assertTrue(event.hasRightId() && event.isSigned(curve));
        Profile profile = Profile.read(curve, event);
        c.values().properties().forEach(value -> assertValue(value.getKey(), value.getValue(), profile));
        Event.Unsigned again = profile.unsigned(event.pubkey(), event.createdAt());
        Event written = new Event(
                again.id(),
                again.pubkey(),
                again.createdAt(),
                again.kind(),
                again.tags(),
                again.content(),
                event.signature());
        assertEquals(profile, Profile.read(curve, written));
    }

    private static void assertValue(String name, JsonNode expected, Profile profile) {
        Object actual = switch (name) {
            case "relays" -> profile.relays();
            case "schemes" -> profile.schemes();
            case "price" -> profile.price();
            case "kemSha256" ->
                Bytes.hex(Sha256.of(profile.kem().orElseThrow().key().bytes()));
            case "kemUntil" -> profile.kem().orElseThrow().until();
            case "scan" -> profile.scan().orElseThrow().scan().hex();
            case "pir" ->
                profile.pir().stream()
                        .map(pair -> List.of(pair.first(), pair.second()))
                        .toList();
            default -> throw new IllegalArgumentException("unknown value " + name);
        };
        try {
            assertEquals(StrictJson.read(expected.toString()).toString(), actual.toString(), name);
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void relayIsFoundByItsIndexFromOne() {
        Profile profile = new Profile(
                List.of("wss://one.example", "", "wss://[broken", "ws://127.0.0.1:7447"),
                List.of(1),
                0,
                Optional.empty(),
                Optional.empty(),
                List.of());
        assertEquals(Optional.of(RelayUrl.of("wss://one.example")), profile.relay(1));
        for (int none : new int[] {-1, 0, 2, 3, 5, 255}) {
            assertEquals(Optional.empty(), profile.relay(none));
        }
        assertEquals(Optional.of(RelayUrl.of("ws://127.0.0.1:7447")), profile.relay(4));
    }

    @Test
    void relaysAreAppendedOrBlankedNeverMoved() {
        Profile first = relays("wss://a.example", "wss://b.example");
        assertTrue(
                relays("wss://a.example", "wss://b.example", "wss://c.example").follows(first));
        assertTrue(relays("", "wss://b.example").follows(first));
        assertFalse(relays("wss://b.example", "wss://a.example").follows(first));
        assertFalse(relays("wss://a.example").follows(first));
        assertFalse(relays("wss://c.example", "wss://b.example").follows(first));
    }

    private static Profile relays(String... urls) {
        return new Profile(List.of(urls), List.of(1), 0, Optional.empty(), Optional.empty(), List.of());
    }

    @Test
    void newerProfileReplacesAndOfTwoAsOldTheLowerId() {
        Event old = event(1, "a");
        Event left = event(2, "b");
        Event right = event(2, "c");
        assertTrue(Profile.replaces(left, old));
        assertFalse(Profile.replaces(old, left));
        assertEquals(left.id().compareTo(right.id()) < 0, Profile.replaces(left, right));
        assertFalse(Profile.replaces(left, left));
    }

    private static Event event(long createdAt, String content) {
        Event.Unsigned unsigned =
                new Event.Unsigned(PublicKey.of(new byte[32]), createdAt, Profile.KIND, List.of(), content);
        return new Event(
                unsigned.id(),
                unsigned.pubkey(),
                createdAt,
                Profile.KIND,
                List.of(),
                content,
                Signature.of(new byte[64]));
    }
}
