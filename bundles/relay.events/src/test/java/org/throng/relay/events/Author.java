// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.event.Event;

/** Somebody with a key who writes events. */
final class Author {
    private static final Curve CURVE = QuickCurve.CURVE;

    private final SecretKey secret;
    private final PublicKey key;

    /** @param seed the same seed gives the same key */
    Author(int seed) {
        byte[] bytes = new byte[SecretKey.LENGTH];
        new Random(seed).nextBytes(bytes);
        bytes[0] = 1;
        secret = SecretKey.of(bytes);
        key = CURVE.publicKey(secret);
    }

    PublicKey key() {
        return key;
    }

    /** @param tags each as {@code name=value=value} */
    Event write(int kind, long createdAt, String content, String... tags) {
        List<List<String>> all = new ArrayList<>();
        for (String tag : tags) {
            all.add(Arrays.asList(tag.split("=", -1)));
        }
        return sign(new Event.Unsigned(key, createdAt, kind, all, content));
    }

    Event note(String content) {
        return write(1, RelayFixture.NOW, content);
    }

    Event sign(Event.Unsigned unsigned) {
        return Event.sign(CURVE, secret, unsigned, new byte[32]);
    }

    /** The answer to a challenge. */
    Event proof(String challenge, String relay) {
        return sign(new Event.Unsigned(
                key, RelayFixture.NOW, 22_242, List.of(List.of("relay", relay), List.of("challenge", challenge)), ""));
    }
}
