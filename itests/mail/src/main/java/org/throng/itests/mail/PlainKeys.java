// SPDX-License-Identifier: MIT
package org.throng.itests.mail;

import java.util.List;
import java.util.Optional;
import org.throng.cipher.Sha256;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.identity.Identities;
import org.throng.identity.IdentityException;
import org.throng.mail.ReadingKeys;
import org.throng.parcel.ScanKey;
import org.throng.parcel.profile.Profile;
import org.throng.parcel.tlv.NodeId;
import org.throng.parcel.tlv.ScanCertificate;
import org.throng.parcel.tlv.ShortId;
import org.throng.scheme.KemPair;

/** Reading keys that are the same at each call: the scan key of one year, one KEM pair that never changes. */
public final class PlainKeys implements ReadingKeys {
    private static final ScanKey YEAR = ScanKey.at(TestClock.START);

    private final Identities identities;

    public PlainKeys(Identities identities) {
        this.identities = identities;
    }

    @Override
    public NodeId node(PublicKey owner) {
        return new NodeId(ShortId.ofFirst(owner.bytes()));
    }

    private SecretKey scan(PublicKey owner) throws IdentityException {
        try (SecretKey nsec = identities.secret(owner)) {
            return YEAR.secret(nsec);
        }
    }

    @Override
    public ScanCertificate certificate(PublicKey owner) throws IdentityException {
        try (SecretKey nsec = identities.secret(owner);
                SecretKey scan = scan(owner)) {
            return ScanCertificate.make(Person.CURVE, nsec, Person.CURVE.publicKey(scan), YEAR.until(), new byte[32]);
        }
    }

    @Override
    public List<PublicKey> agreeing(PublicKey owner) throws IdentityException {
        return List.of(owner, certificate(owner).scan());
    }

    @Override
    public Optional<SecretKey> secret(PublicKey owner, PublicKey agreeing) throws IdentityException {
        if (agreeing.equals(owner)) {
            return Optional.of(identities.secret(owner));
        }
        return agreeing.equals(certificate(owner).scan()) ? Optional.of(scan(owner)) : Optional.empty();
    }

    @Override
    public Profile.Kem kem(PublicKey owner) {
        return new Profile.Kem(kems(owner).get(0).key(), TestClock.START + 12L * 86_400);
    }

    @Override
    public List<KemPair> kems(PublicKey owner) {
        byte[] seed = new byte[KemPair.SEED_LENGTH];
        System.arraycopy(Sha256.of(owner.bytes()), 0, seed, 0, 32);
        return List.of(KemPair.of(seed));
    }
}
