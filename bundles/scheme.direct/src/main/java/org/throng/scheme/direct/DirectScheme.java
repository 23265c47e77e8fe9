// SPDX-License-Identifier: MIT
package org.throng.scheme.direct;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.throng.curve.Curve;
import org.throng.event.Event;
import org.throng.parcel.Label;
import org.throng.parcel.SchemeId;
import org.throng.parcel.Slot;
import org.throng.scheme.Agreement;
import org.throng.scheme.Contents;
import org.throng.scheme.Match;
import org.throng.scheme.Opened;
import org.throng.scheme.Reader;
import org.throng.scheme.Recipient;
import org.throng.scheme.Scheme;
import org.throng.scheme.SealedBody;
import org.throng.scheme.Sender;
import org.throng.scheme.Sighting;

/**
 * Scheme 1: one ECDH with a disposable key finds and opens the header, a second one with the sender's key proves the writer
 * to the reader alone (docs/protocol.md, sections 4 and 5).
 *
 * <p>Not guaranteed: forward secrecy. A thief of the receiver's secret opens every header and body that still exists.
 */
@Component(property = "name=direct")
public final class DirectScheme implements Scheme {
    private final Agreement agreement;

    /** For the container. */
    @Activate
    public DirectScheme(@Reference Curve curve) {
        this(curve, new SecureRandom());
    }

    /** @param random fit for keys */
    public DirectScheme(Curve curve, RandomGenerator random) {
        agreement = new Agreement(curve, random, SchemeId.DIRECT, Agreement.Layer.NONE);
    }

    @Override
    public int number() {
        return SchemeId.DIRECT;
    }

    @Override
    public String name() {
        return "direct";
    }

    @Override
    public SealedBody seal(Sender sender, Recipient recipient, Contents contents, Slot slot, Label label) {
        return agreement.seal(sender, recipient, contents, slot, label);
    }

    @Override
    public Event address(Sender sender, Recipient recipient, SealedBody body, Slot slot, Label label, int relayIndex) {
        return agreement.address(sender, recipient, body, slot, label, relayIndex);
    }

    @Override
    public List<Match> recognise(List<Sighting> sightings, List<Reader> readers) {
        return agreement.recognise(sightings, readers);
    }

    @Override
    public Optional<Opened> open(Match match, byte[] content) {
        return agreement.open(match, content);
    }
}
