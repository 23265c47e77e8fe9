// SPDX-License-Identifier: MIT
package org.throng.scheme.pq;

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
 * Scheme 3: as direct, with the words sealed once more under a secret of ML-KEM-768 (docs/protocol.md, section 5). Nothing
 * outside shows it.
 *
 * <p>Guaranteed beyond direct: a quantum computer that breaks secp256k1 later does not read the words; nor does a thief of
 * the receiver's secret, once the KEM key's private half is erased. Not guaranteed: either of them learns who the receiver
 * was.
 */
@Component(service = Scheme.class, property = "name=pq")
public final class PqScheme implements Scheme {
    private final Agreement agreement;

    /** For the container. */
    @Activate
    public PqScheme(@Reference Curve curve) {
        this(curve, new SecureRandom());
    }

    /** @param random fit for keys */
    public PqScheme(Curve curve, RandomGenerator random) {
        agreement = new Agreement(curve, random, SchemeId.PQ, new KemLayer());
    }

    @Override
    public int number() {
        return SchemeId.PQ;
    }

    @Override
    public String name() {
        return "pq";
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
