// SPDX-License-Identifier: MIT
package org.throng.itests.journey;

import java.util.List;
import java.util.Random;
import org.throng.curve.SecretKey;
import org.throng.event.Event;
import org.throng.itests.mail.Person;

/** Events of authors who are known by a number. */
final class Signed {
    private Signed() {}

    static Event event(int author, int kind, long createdAt, String content, List<List<String>> tags) {
        byte[] bytes = new byte[SecretKey.LENGTH];
        new Random(author).nextBytes(bytes);
        bytes[0] = 1;
        try (SecretKey secret = SecretKey.of(bytes)) {
            return Event.sign(
                    Person.CURVE,
                    secret,
                    new Event.Unsigned(Person.CURVE.publicKey(secret), createdAt, kind, tags, content),
                    new byte[32]);
        }
    }
}
