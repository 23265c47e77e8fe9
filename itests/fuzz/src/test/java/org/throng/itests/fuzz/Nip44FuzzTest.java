// SPDX-License-Identifier: MIT
package org.throng.itests.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.throng.cipher.Nip44;

/** NIP-44: any payload is opened or refused; any text that may be sealed comes back. */
class Nip44FuzzTest {
    private static final byte[] KEY = new byte[32];
    private static final byte[] NONCE = new byte[32];

    static Stream<Arguments> seeds() {
        return Seeds.texts(Nip44.encrypt(KEY, NONCE, "a"), Nip44.encrypt(KEY, NONCE, "b".repeat(300)), "#later", "c");
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "20s")
    void payloadIsOpenedOrRefusedAndTextComesBack(byte[] utf8) throws GeneralSecurityException {
        String text = new String(utf8, StandardCharsets.UTF_8);
        try {
            assertTrue(Nip44.decrypt(KEY, text).length() <= text.length());
        } catch (GeneralSecurityException e) {
            assertTrue(e.getMessage().length() < 200);
        }
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        if (length >= 1 && length <= Nip44.MAX_LENGTH) {
            assertEquals(text, Nip44.decrypt(KEY, Nip44.encrypt(KEY, NONCE, text)));
        }
    }
}
