// SPDX-License-Identifier: MIT
package org.throng.mail.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.throng.event.RelayUrl;
import org.throng.itests.mail.Person;
import org.throng.itests.mail.TestClock;
import org.throng.mail.AckDuty;
import org.throng.parcel.SchemeId;
import org.throng.parcel.Tlv;
import org.throng.parcel.rumor.Rumor;
import org.throng.parcel.tlv.Acks;
import org.throng.parcel.tlv.ReplyRelay;

class BodyPlanTest {
    private static final Person ALICE = Person.of("alice");
    private static final Person BOB = Person.of("bob");
    private static final RelayUrl REPLY = RelayUrl.of("wss://relay.example");
    private static final int BARE = ALICE.text("", TestClock.START).json().length;

    private static String rumor(int bytes) {
        Rumor rumor = ALICE.text("x".repeat(bytes - BARE), TestClock.START);
        return new String(rumor.json(), StandardCharsets.UTF_8);
    }

    private static List<AckDuty> duties(int count) {
        List<AckDuty> duties = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            duties.add(new AckDuty(ALICE.npub(), BOB.npub(), String.format("%016x", i), 3, 0));
        }
        return duties;
    }

    private static List<Tlv> pieces(int bytes) {
        return BodyPlan.pieces(rumor(bytes), SchemeId.DIRECT);
    }

    private static BodyPlan plan(Optional<Tlv> piece, Optional<RelayUrl> reply, List<AckDuty> due) {
        List<Tlv> beside =
                reply.flatMap(ReplyRelay::of).map(ReplyRelay::tlv).stream().toList();
        return BodyPlan.of(SchemeId.DIRECT, piece, beside, due);
    }

    private static List<Integer> types(BodyPlan plan) {
        return plan.contents().parts().stream().map(Tlv::type).toList();
    }

    /** Throws where it does not fit in one body. */
    private static void seal(BodyPlan plan) {
        ALICE.seal(BOB.npub(), TestClock.START, plan.contents().parts().toArray(Tlv[]::new));
    }

    @Test
    void rumorTravelsWholeUpTo1780BytesAndInPartsFromThereOn() {
        assertEquals(List.of(Tlv.RUMOR), pieces(1_780).stream().map(Tlv::type).toList());
        assertEquals(
                List.of(Tlv.PART, Tlv.PART),
                pieces(1_781).stream().map(Tlv::type).toList());
        assertEquals(8, pieces(13_520).size());
    }

    @Test
    void besideARumorStandTheReplyRelayAndThenTheAcknowledgements() {
        BodyPlan plan = plan(Optional.of(pieces(300).get(0)), Optional.of(REPLY), duties(2));
        assertEquals(List.of(Tlv.RUMOR, Tlv.REPLY_RELAY, Tlv.ACKS), types(plan));
        assertEquals(duties(2), plan.acks());
    }

    @Test
    void besideAPartStandOnlyAcknowledgements() {
        BodyPlan plan = plan(Optional.of(pieces(1_781).get(0)), Optional.of(REPLY), duties(20));
        assertEquals(List.of(Tlv.PART, Tlv.ACKS), types(plan));
        assertEquals(duties(16), plan.acks(), "133 bytes: a head, a count, sixteen of 8");
        seal(plan);
    }

    @Test
    void withNothingToAcknowledgeNoAcknowledgementsStandThere() {
        assertEquals(List.of(Tlv.RUMOR), types(plan(Optional.of(pieces(300).get(0)), Optional.empty(), List.of())));
    }

    @Test
    void acknowledgementsAloneFillABody() throws Exception {
        BodyPlan plan = plan(Optional.empty(), Optional.of(REPLY), duties(300));
        assertEquals(List.of(Tlv.REPLY_RELAY, Tlv.ACKS), types(plan));
        assertTrue(plan.acks().size() > 230, plan.acks().size() + " acknowledgements");
        assertEquals(
                plan.acks().size(),
                Acks.read(plan.contents().parts().get(1).value()).rumors().size());
        seal(plan);
    }

    @Test
    void relayWithALongAddressIsLeftOut() {
        RelayUrl tooLong = RelayUrl.of("wss://relay.example/" + "x".repeat(120));
        BodyPlan plan = plan(Optional.of(pieces(300).get(0)), Optional.of(tooLong), List.of());
        assertFalse(types(plan).contains(Tlv.REPLY_RELAY));
    }

    @Property(tries = 60)
    void whateverComesTogetherFitsInOneBody(
            @ForAll @IntRange(min = 300, max = 13_520) int bytes,
            @ForAll @IntRange(max = 300) int acks,
            @ForAll @IntRange(max = 130) int path) {
        RelayUrl reply = RelayUrl.of("wss://relay.example/" + "x".repeat(path));
        for (Tlv piece : pieces(bytes).subList(0, 1)) {
            seal(plan(Optional.of(piece), Optional.of(reply), duties(acks)));
        }
    }
}
