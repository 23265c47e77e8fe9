// SPDX-License-Identifier: MIT
package org.throng.identity;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import org.throng.identity.IdentityException.Reason;

/** How a passphrase becomes bytes: Unicode's form NFKC, as NIP-49 has it, so that every keyboard gives the same. */
public final class Passphrase {
    /** Characters at most. */
    public static final int MAX_LENGTH = 1_024;

    private Passphrase() {}

    /**
     * The UTF-8 of the NFKC form; the caller erases both arrays. ASCII stays in arrays; for anything else the platform
     * normalises through a string, which is left to the garbage collector.
     *
     * @throws IdentityException {@code CHARACTERS} for a lone surrogate, {@code LENGTH} beyond the limit
     */
    public static byte[] utf8(char[] passphrase) throws IdentityException {
        return utf8(passphrase, Normalizer.Form.NFKC);
    }

    /** As {@link #utf8(char[])} in another form: BIP-39 wants NFKD. */
    public static byte[] utf8(char[] passphrase, Normalizer.Form form) throws IdentityException {
        if (passphrase.length > MAX_LENGTH) {
            throw new IdentityException(
                    Reason.LENGTH, "a passphrase has at most " + MAX_LENGTH + " characters, got " + passphrase.length);
        }
        CharBuffer text = CharBuffer.wrap(passphrase);
        if (!text.chars().allMatch(c -> c < 0x80)) {
            text = CharBuffer.wrap(Normalizer.normalize(text, form));
        }
        ByteBuffer bytes = ByteBuffer.allocate(3 * text.remaining());
        try {
            if (StandardCharsets.UTF_8.newEncoder().encode(text, bytes, true).isError()) {
                throw new CharacterCodingException();
            }
            return Arrays.copyOf(bytes.array(), bytes.position());
        } catch (CharacterCodingException e) {
            throw new IdentityException(Reason.CHARACTERS, "the passphrase is not Unicode text", e);
        } finally {
            Arrays.fill(bytes.array(), (byte) 0);
        }
    }
}
