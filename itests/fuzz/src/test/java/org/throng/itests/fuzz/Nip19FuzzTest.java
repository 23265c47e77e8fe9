// SPDX-License-Identifier: MIT
package org.throng.itests.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.throng.curve.Curve;
import org.throng.curve.bouncycastle.BouncyCastleCurve;
import org.throng.identity.Bech32;
import org.throng.identity.IdentityException;
import org.throng.identity.Nip19;
import org.throng.identity.Pointer;

/** Keys as people paste them: read or refused with a reason, whatever was pasted; one text, one reading. */
class Nip19FuzzTest {
    private static final Curve CURVE = new BouncyCastleCurve();

    static Stream<Arguments> seeds() {
        return Seeds.texts(
                "npub10elfcs4fr0l0r8af98jlmgdh9c8tcxjvz9qkw038js35mp4dma8qzvjptg",
                "nprofile1qqsrhuxx8l9ex335q7he0f09aej04zpazpl0ne2cgukyawd24mayt8gpp4mhxue69uhhytnc9e3k7mgpz4mhxue69uhkg6nz"
                        + "v9ejuumpv34kytnrdaksjlyr9p",
                "nostr:NPUB180CVV07TJDRRGPA0J7J7TMNYL2YR6YR7L8J4S3EVF6U64TH6GKWSYJH6W6",
                "67dea2ed018072d675f5415ecfaed7d2597555e202d85b3d65ea4e58d2d92ffa");
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "20s")
    void pastedTextIsReadOneWayOrRefusedWithAReason(byte[] utf8) {
        String text = new String(utf8, StandardCharsets.UTF_8);
        try {
            Pointer.Profile person = Nip19.person(text, CURVE);
            assertTrue(CURVE.contains(person.npub()));
            assertTrue(person.relays().size() <= Nip19.MAX_RELAYS);
            assertEquals(person, Nip19.person(Nip19.nprofile(person.npub(), person.relays()), CURVE));
        } catch (IdentityException e) {
            assertTrue(e.getMessage().length() < 200);
        }
        try {
            Bech32.Decoded decoded = Bech32.decode(text.toCharArray());
            assertEquals(text.toLowerCase(Locale.ROOT), new String(Bech32.encode(decoded.prefix(), decoded.data())));
        } catch (IdentityException e) {
            assertTrue(e.getMessage().length() < 200);
        }
    }
}
