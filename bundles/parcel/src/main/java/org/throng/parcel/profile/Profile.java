// SPDX-License-Identifier: MIT
package org.throng.parcel.profile;

import java.util.List;
import java.util.Optional;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.event.Event;
import org.throng.event.MalformedException;
import org.throng.event.RelayUrl;
import org.throng.parcel.SchemeId;
import org.throng.parcel.tlv.KemKey;
import org.throng.parcel.tlv.ScanCertificate;

/**
 * How somebody can be written to: the content of a replaceable event of kind 14610, without tags (docs/protocol.md,
 * section 3).
 *
 * @param relays at most 8; "" is a blanked one, so that the others keep their index
 * @param schemes that its owner reads, see {@link SchemeId}
 * @param price of a first contact, in sat, 0 to 2^53 - 1
 * @param kem a key for scheme pq, and until when it may be used
 * @param scan a key that stands for the npub in every ECDH
 * @param pir pairs of servers
 */
public record Profile(
        List<String> relays,
        List<Integer> schemes,
        long price,
        Optional<Kem> kem,
        Optional<ScanCertificate> scan,
        List<Pair> pir) {
    /** The kind. */
    public static final int KIND = 14_610;

    /** Relays of one profile. */
    public static final int MAX_RELAYS = 8;

    /** Bytes of one URL. */
    public static final int MAX_URL = 256;

    public Profile {
        relays = List.copyOf(relays);
        schemes = List.copyOf(schemes);
        pir = List.copyOf(pir);
        ProfileJson.check(relays, schemes, price, pir);
    }

    /** @param until UNIX seconds, 12 days after the key was made */
    public record Kem(KemKey key, long until) {
        public Kem {
            if (until < 0 || until > ProfileJson.MAX_NUMBER) {
                throw new IllegalArgumentException("kem_until is a number up to 2^53 - 1, got " + until);
            }
        }
    }

    /** Two servers that do not conspire. */
    public record Pair(String first, String second) {}

    /** Relays, scheme direct, no price: what is enough to be written to. */
    public static Profile of(List<RelayUrl> relays) {
        return new Profile(
                relays.stream().map(RelayUrl::toString).toList(),
                List.of(SchemeId.DIRECT),
                0,
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    /**
     * Reads an event; its id and signature are for the caller.
     *
     * @throws MalformedException where it is not exactly a profile
     */
    public static Profile read(Curve curve, Event event) throws MalformedException {
        if (event.kind() != KIND || !event.tags().isEmpty()) {
            throw new MalformedException("a profile is an event of kind 14610 without tags");
        }
        Profile profile = ProfileJson.read(event.content());
        if (profile.scan.isPresent()) {
            ScanCertificate scan = profile.scan.get();
            if (!scan.isGoodAt(event.createdAt()) || !scan.isBy(curve, event.pubkey())) {
                throw new MalformedException("scan is a certificate by the profile's author that is still good");
            }
        }
        return profile;
    }

    /** The event to sign with the npub's secret. */
    public Event.Unsigned unsigned(PublicKey npub, long createdAt) {
        return new Event.Unsigned(npub, createdAt, KIND, List.of(), ProfileJson.write(this));
    }

    /** The relay of this index, counted from 1; empty beyond the list, where it is blanked, and where it is no address. */
    public Optional<RelayUrl> relay(int index) {
        if (index < 1 || index > relays.size() || relays.get(index - 1).isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(RelayUrl.of(relays.get(index - 1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The KEM key that a sender may use at a moment, in UNIX seconds: where the owner reads scheme pq. */
    public Optional<KemKey> kemAt(long unixSeconds) {
        return kem.filter(shown -> schemes.contains(SchemeId.PQ) && unixSeconds <= shown.until())
                .map(Kem::key);
    }

    /** Whether this may follow an earlier one within 35 days: relays were appended or blanked, none moved. */
    public boolean follows(Profile earlier) {
        for (int i = 0; i < earlier.relays.size(); i++) {
            boolean same = i < relays.size()
                    && (relays.get(i).isEmpty() || relays.get(i).equals(earlier.relays.get(i)));
            if (!same) {
                return false;
            }
        }
        return true;
    }

    /** Whether one event takes the place of another of the same author: the newer, where equal the one of lower id. */
    public static boolean replaces(Event candidate, Event held) {
        return candidate.createdAt() > held.createdAt()
                || candidate.createdAt() == held.createdAt() && candidate.id().compareTo(held.id()) < 0;
    }
}
