// SPDX-License-Identifier: MIT
package org.throng.parcel.body;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.event.MalformedException;
import org.throng.parcel.BodySize;
import org.throng.parcel.SchemeId;
import org.throng.parcel.Tlv;
import org.throng.parcel.rumor.Part;
import org.throng.parcel.rumor.Rumor;
import org.throng.parcel.tlv.Acks;
import org.throng.parcel.tlv.Checkpoint;
import org.throng.parcel.tlv.Couriered;
import org.throng.parcel.tlv.Floor;
import org.throng.parcel.tlv.KemCiphertext;
import org.throng.parcel.tlv.KemKey;
import org.throng.parcel.tlv.NodeId;
import org.throng.parcel.tlv.Payment;
import org.throng.parcel.tlv.ProfileId;
import org.throng.parcel.tlv.ReplyRelay;
import org.throng.parcel.tlv.ScanCertificate;
import org.throng.parcel.tlv.ShareRecord;

/**
 * What may stand in a body: every value of a known type, and which types stand together (docs/protocol.md, sections 5 and
 * 13). One wrong part refuses the body.
 */
public final class BodyRules {
    private static final Set<Integer> BESIDE_A_PART =
            Set.of(Tlv.PART, Tlv.SHARE_RECORD, Tlv.ACKS, Tlv.NODE_ID, Tlv.SCAN_CERTIFICATE, Tlv.FLOOR);

    private final Curve curve;
    private final int scheme;
    private final BodySize size;
    private final int day;

    /**
     * @param scheme that the header names
     * @param day that the header names
     */
    public BodyRules(Curve curve, int scheme, BodySize size, int day) {
        this.curve = curve;
        this.scheme = scheme;
        this.size = size;
        this.day = day;
    }

    /**
     * The certificate of the writer's scan key, which says whose ECDH the authenticator is of: read it first.
     *
     * @return empty where there is none, and in schemes that ignore it
     * @throws MalformedException where it is not good
     */
    public Optional<ScanCertificate> certificate(BodyText text) throws MalformedException {
        if (!SchemeId.isFoundByAgreement(scheme) || scheme == SchemeId.CHANNEL) {
            return Optional.empty();
        }
        Optional<Tlv> part = text.parts().stream()
                .filter(tlv -> tlv.type() == Tlv.SCAN_CERTIFICATE)
                .findFirst();
        if (part.isEmpty()) {
            return Optional.empty();
        }
        ScanCertificate certificate = ScanCertificate.read(part.get().value());
        if (!certificate.isGoodAt(day * 86_400L) || !certificate.isBy(curve, text.writer())) {
            throw new MalformedException(
                    "a scan certificate is signed by the writer and good on the day of the header");
        }
        return Optional.of(certificate);
    }

    /**
     * Checks all parts.
     *
     * @throws MalformedException with what was expected
     */
    public void check(BodyText text) throws MalformedException {
        if (!curve.contains(text.writer())) {
            throw new MalformedException("the writer's key is a point of the curve");
        }
        certificate(text);
        checkTogether(text.parts());
        for (Tlv part : text.parts()) {
            checkValue(part, text.writer());
        }
    }

    private void checkTogether(List<Tlv> parts) throws MalformedException {
        Set<Integer> types = new HashSet<>();
        for (Tlv part : parts) {
            if (!types.add(part.type()) && !part.mayRepeat()) {
                throw new MalformedException("type " + part.type() + " stands once");
            }
        }
        require(count(parts, Tlv.SHARE_RECORD) <= ShareRecord.MOST, "a body has at most four share records");
        boolean kem = types.contains(Tlv.KEM_KEY) || types.contains(Tlv.KEM_CIPHERTEXT);
        require(
                !kem || scheme == SchemeId.DIRECT || scheme == SchemeId.TAGGED,
                "KEM keys and ciphertexts for sessions travel in schemes 1 and 2");
        require(
                !(types.contains(Tlv.KEM_KEY) && types.contains(Tlv.KEM_CIPHERTEXT)),
                "a body has a KEM key or a KEM ciphertext, not both");
        if (types.contains(Tlv.PART)) {
            require(
                    types.stream().allMatch(type -> type > Tlv.COURIERED || BESIDE_A_PART.contains(type)),
                    "beside a part stand types 2, 3, 6, 11 and 12 alone");
        }
        if (size == BodySize.COURIER) {
            require(
                    count(parts, Tlv.COURIERED) == 1 && !types.contains(Tlv.RUMOR) && !kem && !types.contains(Tlv.PART),
                    "a courier body has one type 14 and no type 1, 4, 8 or 10");
        } else {
            require(!types.contains(Tlv.COURIERED), "type 14 stands in courier bodies alone");
        }
        boolean named = types.contains(Tlv.NODE_ID) || scheme == SchemeId.TAGGED || scheme == SchemeId.CHANNEL;
        require(
                named || !types.contains(Tlv.SHARE_RECORD) && !acknowledgesChains(parts),
                "share records and acks of chains come with the node's id");
    }

    private static long count(List<Tlv> parts, int type) {
        return parts.stream().filter(part -> part.type() == type).count();
    }

    private static boolean acknowledgesChains(List<Tlv> parts) throws MalformedException {
        for (Tlv part : parts) {
            if (part.type() == Tlv.ACKS && !Acks.read(part.value()).chains().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private void checkValue(Tlv part, PublicKey writer) throws MalformedException {
        byte[] value = part.value();
        switch (part.type()) {
            case Tlv.RUMOR -> Rumor.read(value, writer);
            case Tlv.SHARE_RECORD -> ShareRecord.read(curve, value);
            case Tlv.ACKS -> Acks.read(value);
            case Tlv.KEM_KEY -> KemKey.read(value);
            case Tlv.CHECKPOINT -> Checkpoint.read(value);
            case Tlv.NODE_ID -> NodeId.read(value);
            case Tlv.PROFILE_ID -> ProfileId.read(value);
            case Tlv.PART -> Part.read(value, scheme);
            case Tlv.PAYMENT -> Payment.read(value);
            case Tlv.KEM_CIPHERTEXT -> KemCiphertext.read(value);
            case Tlv.SCAN_CERTIFICATE -> ScanCertificate.read(value);
            case Tlv.FLOOR -> Floor.read(value);
            case Tlv.REPLY_RELAY -> ReplyRelay.read(value);
            case Tlv.COURIERED -> Couriered.read(curve, value);
            default -> {
                // unknown: kept, authenticated, and without a meaning
            }
        }
    }

    private static void require(boolean right, String expected) throws MalformedException {
        if (!right) {
            throw new MalformedException(expected);
        }
    }
}
