// SPDX-License-Identifier: MIT
package org.example.passphrase;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.throng.curve.Curve;
import org.throng.curve.bouncycastle.BouncyCastleCurve;
import org.throng.itests.contracts.SchemeContract;
import org.throng.parcel.BodyEvent;
import org.throng.parcel.HeaderEvent;
import org.throng.scheme.Match;
import org.throng.scheme.Scheme;
import org.throng.scheme.SealedBody;
import org.throng.scheme.Sighting;

class PassphraseSchemeTest extends SchemeContract {
    private static final Curve CURVE = new BouncyCastleCurve();
    private static final Scheme SCHEME = with("seven tall herons");

    private static Scheme with(String passphrase) {
        return new PassphraseScheme(CURVE, new SecureRandom(), passphrase);
    }

    @Override
    protected Scheme scheme() {
        return SCHEME;
    }

    @Override
    protected Curve curve() {
        return CURVE;
    }

    @Test
    void anotherPassphraseFindsTheHeaderAndOpensNothing() throws Exception {
        SealedBody body = SCHEME.seal(sender(), recipient(), text("words"), SLOT, LABEL);
        HeaderEvent header = HeaderEvent.read(SCHEME.address(sender(), recipient(), body, SLOT, LABEL, 0));
        Scheme other = with("seven small herons");
        List<Match> matches =
                other.recognise(List.of(new Sighting(header.header(), LABEL, SLOT.day())), List.of(reader()));
        assertEquals(1, matches.size());
        byte[] content = BodyEvent.read(body.event()).content();
        assertTrue(other.open(matches.get(0), content).isEmpty());
        assertTrue(SCHEME.open(matches.get(0), content).isPresent());
    }

    @Test
    void emptyPassphraseIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> with(""));
    }
}
