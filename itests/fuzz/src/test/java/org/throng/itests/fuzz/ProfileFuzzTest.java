// SPDX-License-Identifier: MIT
package org.throng.itests.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.curve.Signature;
import org.throng.curve.bouncycastle.BouncyCastleCurve;
import org.throng.event.Event;
import org.throng.event.EventId;
import org.throng.event.MalformedException;
import org.throng.itests.vectors.Vectors;
import org.throng.parcel.profile.Profile;

/** Content of a profile: what is read is written so that it reads the same. */
class ProfileFuzzTest {
    private static final Curve CURVE = new BouncyCastleCurve();
    private static final PublicKey A =
            PublicKey.ofHex(Vectors.find("rumor", "smallest").text("A"));

    static Stream<Arguments> seeds() {
        return Seeds.content("profile", "event");
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "20s")
    void profileIsReadAndWrittenAlike(byte[] content) {
        try {
            Profile profile = Profile.read(CURVE, event(new String(content, StandardCharsets.UTF_8)));
            assertEquals(
                    profile,
                    Profile.read(CURVE, event(profile.unsigned(A, 1_764_000_000).content())));
            assertTrue(profile.relays().size() <= Profile.MAX_RELAYS);
            for (int index = -1; index <= Profile.MAX_RELAYS + 1; index++) {
                profile.relay(index);
            }
        } catch (MalformedException e) {
            assertTrue(e.getMessage().length() < 200);
        }
    }

    private static Event event(String content) {
        return new Event(
                EventId.of(new byte[32]),
                A,
                1_764_000_000,
                Profile.KIND,
                List.of(),
                content,
                Signature.of(new byte[64]));
    }
}
