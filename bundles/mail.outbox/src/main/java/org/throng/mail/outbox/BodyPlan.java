// SPDX-License-Identifier: MIT
package org.throng.mail.outbox;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.throng.event.MalformedException;
import org.throng.mail.AckDuty;
import org.throng.parcel.Tlv;
import org.throng.parcel.body.Packing;
import org.throng.parcel.rumor.Part;
import org.throng.parcel.rumor.Rumor;
import org.throng.parcel.tlv.Acks;
import org.throng.parcel.tlv.ShortId;
import org.throng.scheme.Contents;

/**
 * What stands in each body of a rumor, and which acknowledgements ride along (docs/protocol.md, section 5: as it fits, in the
 * order of {@link Packing}).
 */
record BodyPlan(Contents contents, List<AckDuty> acks) {
    /** The bodies of a rumor: one, or one for each part. */
    static List<Tlv> pieces(String rumor, int scheme) {
        byte[] json = rumor.getBytes(StandardCharsets.UTF_8);
        if (json.length <= Rumor.maxWhole(scheme)) {
            return List.of(new Tlv(Tlv.RUMOR, json));
        }
        return Part.split(json, scheme).stream().map(Part::tlv).toList();
    }

    /**
     * @param scheme that the body is of
     * @param piece empty for a body without words
     * @param beside what else waits: certificate, node id, share records, reply relay, acks of chains, floor, KEM key
     * @param due acknowledgements of rumors, of which as many go as there is room for
     */
    static BodyPlan of(int scheme, Optional<Tlv> piece, List<Tlv> beside, List<AckDuty> due) {
        List<Tlv> words = piece.map(List::of).orElse(List.of());
        List<Acks.Chain> chains = new ArrayList<>();
        List<Tlv> others = new ArrayList<>();
        for (Tlv tlv : beside) {
            if (tlv.type() == Tlv.ACKS) {
                chains.addAll(chains(tlv));
            } else {
                others.add(tlv);
            }
        }
        int floors = others.stream()
                .filter(tlv -> tlv.type() == Tlv.FLOOR)
                .mapToInt(Tlv::length)
                .sum();
        int room = Packing.roomForAcks(scheme, words, others) - floors; // a session stands still without its floor
        int most = Math.min(
                Acks.MOST_RUMORS, (room - Tlv.HEAD_LENGTH - 1 - Acks.CHAIN_LENGTH * chains.size()) / ShortId.LENGTH);
        List<AckDuty> worded = due.stream().filter(duty -> !duty.isBare()).toList();
        List<AckDuty> riding = most > 0 ? worded.subList(0, Math.min(most, worded.size())) : List.of();
        if (!riding.isEmpty() || !chains.isEmpty()) {
            List<ShortId> rumors =
                    riding.stream().map(duty -> ShortId.ofHex(duty.rumor())).toList();
            others.add(new Acks(rumors, chains).tlv());
        }
        Packing packed = Packing.fill(scheme, words, others);
        boolean acknowledges = packed.taken().stream().anyMatch(tlv -> tlv.type() == Tlv.ACKS);
        return new BodyPlan(new Contents(packed.taken()), acknowledges ? List.copyOf(riding) : List.of());
    }

    private static List<Acks.Chain> chains(Tlv acks) {
        try {
            return Acks.read(acks.value()).chains();
        } catch (MalformedException e) {
            throw new IllegalStateException("acks that were made here are right ones", e);
        }
    }
}
