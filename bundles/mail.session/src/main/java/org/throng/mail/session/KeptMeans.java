// SPDX-License-Identifier: MIT
package org.throng.mail.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.event.Event;
import org.throng.event.MalformedException;
import org.throng.identity.IdentityException;
import org.throng.mail.KeptProfile;
import org.throng.mail.ReadingKeys;
import org.throng.mailbox.Mailbox;
import org.throng.parcel.profile.Profile;
import org.throng.parcel.tlv.KemKey;
import org.throng.scheme.KemPair;
import org.throng.session.Means;

/** What a step may use: my keys, and the profile of the contact as it was seen last. */
final class KeptMeans implements Means {
    private final PublicKey owner;
    private final Curve curve;
    private final ReadingKeys keys;
    private final RandomGenerator random;
    private final long now;
    private final PublicKey agreeing;
    private final Optional<KemKey> profileKem;
    private final List<KemPair> ownKems;

    KeptMeans(
            PublicKey owner,
            PublicKey peer,
            Curve curve,
            ReadingKeys keys,
            Mailbox mailbox,
            RandomGenerator random,
            long now)
            throws IOException, IdentityException {
        this.owner = owner;
        this.curve = curve;
        this.keys = keys;
        this.random = random;
        this.now = now;
        agreeing = keys.certificate(owner).scan();
        profileKem = profileKem(mailbox, peer);
        ownKems = keys.kems(owner);
    }

    private Optional<KemKey> profileKem(Mailbox mailbox, PublicKey peer) throws IOException {
        Optional<Event> profile = KeptProfile.of(mailbox, peer);
        try {
            return profile.isEmpty()
                    ? Optional.empty()
                    : Profile.read(curve, profile.get()).kemAt(now);
        } catch (MalformedException e) {
            throw new IOException("a stored profile is not in the form of this version", e);
        }
    }

    @Override
    public long now() {
        return now;
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public Curve curve() {
        return curve;
    }

    @Override
    public PublicKey agreeing() {
        return agreeing;
    }

    @Override
    public Optional<SecretKey> secret(PublicKey key) {
        try {
            return keys.secret(owner, key);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IdentityException e) {
            throw new UncheckedIOException(new IOException(e.getMessage(), e)); // locked meanwhile
        }
    }

    @Override
    public Optional<KemKey> profileKem() {
        return profileKem;
    }

    @Override
    public List<KemPair> ownKems() {
        return ownKems;
    }
}
