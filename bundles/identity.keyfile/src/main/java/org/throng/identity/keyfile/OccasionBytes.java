// SPDX-License-Identifier: MIT
package org.throng.identity.keyfile;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.throng.cipher.Bytes;
import org.throng.curve.PublicKey;
import org.throng.event.MalformedException;
import org.throng.identity.Occasion;

/** An occasion before it is sealed: {@code u8 whether there is a contact || its npub 32 || purpose, UTF-8}. */
final class OccasionBytes {
    private OccasionBytes() {}

    static byte[] write(Occasion occasion) {
        byte[] purpose = occasion.purpose().getBytes(StandardCharsets.UTF_8);
        return occasion.contact()
                .map(contact -> Bytes.join(new byte[] {1}, contact.bytes(), purpose))
                .orElseGet(() -> Bytes.join(new byte[] {0}, purpose));
    }

    static Occasion read(byte[] bytes) throws MalformedException {
        int from = bytes.length > 0 && bytes[0] == 1 ? 1 + PublicKey.LENGTH : 1;
        if (bytes.length < from) {
            throw new MalformedException("too short for an occasion");
        }
        try {
            Optional<PublicKey> contact =
                    from == 1 ? Optional.empty() : Optional.of(PublicKey.of(Arrays.copyOfRange(bytes, 1, from)));
            return new Occasion(contact, new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new MalformedException("not an occasion");
        }
    }
}
