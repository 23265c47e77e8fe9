// SPDX-License-Identifier: MIT
package org.throng.itests.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.event.Event;
import org.throng.event.EventReader;
import org.throng.event.MalformedException;
import org.throng.parcel.rumor.Rumor;
import org.throng.scheme.OpenScheme;
import org.throng.scheme.Reader;

/** What every variant of {@link OpenScheme} must do beside {@link SealingContract}. */
public abstract class OpenSchemeContract extends SealingContract {
    protected static final long NOW = SLOT.createdAt();

    /** The scheme under test. */
    protected abstract OpenScheme scheme();

    protected final Reader readerOf(String name) {
        SecretKey secret = secret(name);
        return new Reader(npub(name), npub(name), secret);
    }

    protected final Event wrap(String words) {
        return scheme().wrap(sender(), npub("bob"), rumor(words), NOW);
    }

    @Override
    protected Sealed seal(Rumor rumor, int key) {
        Event wrap = scheme().wrap(sender(), npub("bob"), rumor, NOW);
        byte[] content = Base64.getDecoder().decode(wrap.content());
        return new Sealed(
                List.of(wrap.json().getBytes(StandardCharsets.UTF_8)),
                List.of(content, wrap.pubkey().bytes(), wrap.id().bytes()));
    }

    @Override
    protected Optional<Rumor> open(List<byte[]> pieces, String reader) {
        Event event;
        try {
            event = EventReader.event(new String(pieces.get(0), StandardCharsets.UTF_8));
        } catch (MalformedException e) {
            return Optional.empty(); // a relay would not have carried it
        }
        return scheme().unwrap(event, readerOf(reader));
    }

    @Test
    void eventIsSignedByAStrangerAndNamesItsReaderAlone() {
        Event wrap = wrap("form");
        assertTrue(wrap.hasRightId());
        assertTrue(wrap.isSigned(curve()));
        assertEquals(List.of(List.of("p", npub("bob").hex())), wrap.tags());
        assertTrue(wrap.json().indexOf(sender().npub().hex()) < 0);
    }

    @Test
    void longestRumorComesThroughAndALongerOneIsRefused() {
        int rest = rumor("").json().length + "\"id\":\"\",".length() + 64;
        Rumor longest = rumor("x".repeat(OpenScheme.MAX_RUMOR - rest));
        Event wrap = scheme().wrap(sender(), npub("bob"), longest, NOW);
        assertTrue(
                wrap.json().length() < 262_000,
                "relays take 256 KiB, got " + wrap.json().length());
        assertEquals(Optional.of(longest), scheme().unwrap(wrap, readerOf("bob")));
        Rumor longer = rumor("x".repeat(OpenScheme.MAX_RUMOR - rest + 1));
        assertThrows(IllegalArgumentException.class, () -> scheme().wrap(sender(), npub("bob"), longer, NOW));
    }

    @Test
    void recipientOffTheCurveIsRefused() {
        byte[] off = new byte[PublicKey.LENGTH];
        off[31] = 5; // 5³ + 7 is no square
        assertThrows(
                IllegalArgumentException.class, () -> scheme().wrap(sender(), PublicKey.of(off), rumor("nobody"), NOW));
    }
}
