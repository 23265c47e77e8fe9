// SPDX-License-Identifier: MIT
package org.throng.relay.mirror;

import java.util.List;
import java.util.Random;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.curve.Signature;
import org.throng.curve.bouncycastle.BouncyCastleCurve;
import org.throng.event.Event;
import org.throng.event.EventId;

/** Events that nobody signed, quickly made: whether they are right is the relay's to check, not the mirror's. */
final class Forged {
    private static final PublicKey KEY = key();

    private final Random random;

    Forged(long seed) {
        random = new Random(seed);
    }

    private static PublicKey key() {
        byte[] secret = new byte[32];
        secret[31] = 7;
        return new BouncyCastleCurve().publicKey(SecretKey.of(secret));
    }

    EventId id() {
        byte[] id = new byte[EventId.LENGTH];
        random.nextBytes(id);
        return EventId.of(id);
    }

    Event note(long createdAt) {
        return event(1, createdAt);
    }

    Event event(int kind, long createdAt) {
        return event(kind, createdAt, List.of());
    }

    Event event(int kind, long createdAt, List<List<String>> tags) {
        return new Event(id(), KEY, createdAt, kind, tags, "", Signature.of(new byte[Signature.LENGTH]));
    }

    Event deletion(Event of, long createdAt) {
        return event(5, createdAt, List.of(List.of("e", of.id().hex())));
    }
}
