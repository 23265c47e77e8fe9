// SPDX-License-Identifier: MIT
package org.throng.identity;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.throng.curve.PublicKey;
import org.throng.identity.IdentityException.Reason;

class OwnNameTest {
    private static final String HEX = "3bf0c63fcb93463407af97a5e5ee64fa883d107ef9e558472c4eb9aaaefa459d";
    private static final PublicKey ANN = PublicKey.ofHex(HEX);
    private static final PublicKey BEN = PublicKey.ofHex(HEX.replace('3', '4'));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "npub180cvv07tjdrrgpa0j7j7tmnyl2yr6yr7l8j4s3evf6u64th6gkwsyjh6w6",
                "NPUB1MISTYPED",
                " npub1x",
                "nprofile1q",
                "nsec1q",
                "nostr:bob",
                HEX,
                "3BF0C63FCB93463407AF97A5E5EE64FA883D107EF9E558472C4EB9AAAEFA459D"
            })
    void whatReadsAsAKeyIsNoName(String text) {
        assertTrue(OwnName.readsAsKey(text));
        IdentityException refused =
                assertThrows(IdentityException.class, () -> OwnName.requireLabel(text, ANN, List.of()));
        assertEquals(Reason.CHARACTERS, refused.reason());
        assertFalse(refused.getMessage().contains(text.strip()));
        assertThrows(IdentityException.class, () -> OwnName.requirePetname(text, ANN, List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ben", "npub", "my npub1", "nostrich", "deadbeef"})
    void otherTextsAreNames(String text) {
        assertFalse(OwnName.readsAsKey(text));
        assertDoesNotThrow(() -> OwnName.requirePetname(text, ANN, List.of()));
    }

    @Test
    void aNameIsGivenOnce() throws Exception {
        Contact ben = new Contact(BEN, Optional.of("Ben"), List.of(), Optional.empty(), false, false, 1);
        IdentityException refused =
                assertThrows(IdentityException.class, () -> OwnName.requirePetname("Ben", ANN, List.of(ben)));
        assertEquals(Reason.TAKEN, refused.reason());
        assertTrue(refused.getMessage().contains(Nip19.npub(BEN)), refused.getMessage());
        OwnName.requirePetname("Ben", BEN, List.of(ben));

        Identity me = new Identity(BEN, "me", 1, List.of());
        assertEquals(
                Reason.TAKEN,
                assertThrows(IdentityException.class, () -> OwnName.requireLabel("me", ANN, List.of(me)))
                        .reason());
    }
}
