// SPDX-License-Identifier: MIT
package org.throng.mail.outbox;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.throng.event.RelayUrl;
import org.throng.mail.AckDuty;
import org.throng.parcel.Tlv;
import org.throng.parcel.rumor.Part;
import org.throng.parcel.rumor.Rumor;
import org.throng.parcel.tlv.Acks;
import org.throng.parcel.tlv.ReplyRelay;
import org.throng.parcel.tlv.ShortId;
import org.throng.scheme.Contents;

/**
 * What stands in each body of a rumor, and which acknowledgements ride along (docs/protocol.md, section 5: in the order
 * 13, 3, as it fits; beside a part only acknowledgements).
 */
record BodyPlan(Contents contents, List<AckDuty> acks) {
    /** Bytes for TLVs: 2,032 less version, A, authenticator and the count. */
    private static final int ROOM = 2_032 - 98;

    /** Bytes beside a part. */
    private static final int ROOM_BESIDE_PART = 133;

    /** The bodies of a rumor: one, or one for each part. */
    static List<Tlv> pieces(String rumor, int scheme) {
        byte[] json = rumor.getBytes(StandardCharsets.UTF_8);
        if (json.length <= Rumor.maxWhole(scheme)) {
            return List.of(new Tlv(Tlv.RUMOR, json));
        }
        return Part.split(json, scheme).stream().map(Part::tlv).toList();
    }

    /** @param piece empty for a body of acknowledgements alone */
    static BodyPlan of(Optional<Tlv> piece, Optional<RelayUrl> reply, List<AckDuty> due) {
        List<Tlv> parts = new ArrayList<>();
        piece.ifPresent(parts::add);
        boolean part = piece.map(tlv -> tlv.type() == Tlv.PART).orElse(false);
        int room = part
                ? ROOM_BESIDE_PART
                : ROOM - piece.map(tlv -> Tlv.HEAD_LENGTH + tlv.value().length).orElse(0);
        if (!part) {
            Optional<Tlv> relay = reply.flatMap(ReplyRelay::of).map(ReplyRelay::tlv);
            if (relay.isPresent() && Tlv.HEAD_LENGTH + relay.get().value().length <= room) {
                parts.add(relay.get());
                room -= Tlv.HEAD_LENGTH + relay.get().value().length;
            }
        }
        int most = Math.min(Acks.MOST_RUMORS, (room - Tlv.HEAD_LENGTH - 1) / ShortId.LENGTH);
        List<AckDuty> riding = most > 0 ? due.subList(0, Math.min(most, due.size())) : List.of();
        if (!riding.isEmpty()) {
            parts.add(Acks.of(riding.stream()
                            .map(duty -> ShortId.ofHex(duty.rumor()))
                            .toList())
                    .tlv());
        }
        return new BodyPlan(new Contents(parts), List.copyOf(riding));
    }
}
