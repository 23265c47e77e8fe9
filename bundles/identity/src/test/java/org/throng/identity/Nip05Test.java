// SPDX-License-Identifier: MIT
package org.throng.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.throng.curve.PublicKey;

class Nip05Test {
    @ParameterizedTest
    @CsvSource({
        "ann@example.org, https://example.org/.well-known/nostr.json?name=ann, ann@example.org",
        "Ann.B-c_d@EXAMPLE.org, https://example.org/.well-known/nostr.json?name=ann.b-c_d, ann.b-c_d@example.org",
        "example.org, https://example.org/.well-known/nostr.json?name=_, example.org",
        "_@example.org, https://example.org/.well-known/nostr.json?name=_, example.org",
        "a@localhost:8443, https://localhost:8443/.well-known/nostr.json?name=a, a@localhost:8443"
    })
    void nameAtADomainIsRead(String text, String query, String shown) throws IdentityException {
        assertEquals(query, Nip05.parse(text).query().toString());
        assertEquals(shown, Nip05.parse(text).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ann",
                "@example.org",
                "ann@",
                "a@b@c",
                "ann@exa mple.org",
                "ann@-x.org",
                "ann@x..org",
                "ä@x.org",
                "ann@example.org/x",
                "ann@example.org?y",
                "ann@example.org:0",
                "ann@u:p@example.org",
                "a&b@example.org"
            })
    void anythingElseIsRefused(String text) {
        assertThrows(IdentityException.class, () -> Nip05.parse(text));
    }

    @Test
    void anotherKeyIsAnAlarm() {
        PublicKey ann = PublicKey.of(new byte[32]);
        PublicKey ben = PublicKey.ofHex("11".repeat(32));
        assertEquals(Domains.Verdict.SAYS_SO, new Domains.Said(Optional.of(ann), List.of()).about(ann));
        assertEquals(Domains.Verdict.ALARM, new Domains.Said(Optional.of(ben), List.of()).about(ann));
        assertEquals(Domains.Verdict.SAYS_NOTHING, new Domains.Said(Optional.empty(), List.of()).about(ann));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "a\nb", "a\u202eb", "a\u0000b"})
    void nameThatCouldLookLikeAnotherIsNoLabel(String text) {
        assertThrows(
                IllegalArgumentException.class, () -> new Identity(PublicKey.of(new byte[32]), text, 0, List.of()));
    }
}
