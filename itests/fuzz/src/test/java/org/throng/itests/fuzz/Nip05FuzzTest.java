// SPDX-License-Identifier: MIT
package org.throng.itests.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.throng.identity.Domains;
import org.throng.identity.IdentityException;
import org.throng.identity.Nip05;
import org.throng.identity.nip05.HttpsDomains;

/** What a domain answers, and names at domains as somebody types them. */
class Nip05FuzzTest {
    private static final Nip05 ANN = new Nip05("ann", "example.org");

    static Stream<Arguments> seeds() {
        String key = "b0635d6a9851d3aed0cd6c495b282167acf761729078d975fc341b22650b07b9";
        return Seeds.texts(
                "{\"names\":{\"ann\":\"" + key + "\"},\"relays\":{\"" + key + "\":[\"wss://a.example\",7]}}",
                "{\"names\":{}}",
                "ann@example.org",
                "_@EXAMPLE.org:8443");
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "20s")
    void answerAndNameAreReadOrRefused(byte[] utf8) {
        try {
            Domains.Said said = HttpsDomains.answer(ANN, utf8);
            assertTrue(said.relays().size() <= 16);
        } catch (IOException e) {
            assertTrue(e.getMessage().length() < 300);
        }
        try {
            Nip05 name = Nip05.parse(new String(utf8, StandardCharsets.UTF_8));
            assertEquals(name.domain(), name.query().getRawAuthority());
            assertEquals(name, Nip05.parse(name.name() + "@" + name.domain()));
        } catch (IdentityException e) {
            assertTrue(e.getMessage().length() < 200);
        }
    }
}
