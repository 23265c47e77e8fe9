// SPDX-License-Identifier: MIT
package org.throng.parcel.body;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.throng.parcel.SchemeId;
import org.throng.parcel.Tlv;
import org.throng.parcel.rumor.Part;
import org.throng.parcel.tlv.ShortId;

class PackingTest {
    private static final Tlv LONGEST_RUMOR = new Tlv(Tlv.RUMOR, new byte[1_780]);
    private static final Tlv CERTIFICATE = new Tlv(Tlv.SCAN_CERTIFICATE, new byte[104]);
    private static final Tlv NODE =
            new Tlv(Tlv.NODE_ID, ShortId.ofHex("a61c741921601d0a").bytes());
    private static final Tlv SHARE = new Tlv(Tlv.SHARE_RECORD, new byte[60]);
    private static final Tlv RELAY = new Tlv(Tlv.REPLY_RELAY, new byte[40]);
    private static final Tlv ACKS = new Tlv(Tlv.ACKS, new byte[25]);
    private static final Tlv PROFILE = new Tlv(Tlv.PROFILE_ID, new byte[32]);
    private static final Tlv UNKNOWN = new Tlv(200, new byte[3]);

    private static Packing fill(List<Tlv> words, Tlv... beside) {
        return Packing.fill(SchemeId.DIRECT, words, List.of(beside));
    }

    @Test
    void restGoesInByItsOrder() {
        Packing packing = fill(List.of(), UNKNOWN, ACKS, RELAY, SHARE, NODE, CERTIFICATE, PROFILE);
        assertEquals(List.of(CERTIFICATE, NODE, SHARE, RELAY, ACKS, PROFILE, UNKNOWN), packing.taken());
        assertEquals(List.of(), packing.left());
    }

    @Test
    void whatFindsNoRoomWaitsAndSmallerOnesGoIn() {
        Packing packing = fill(List.of(LONGEST_RUMOR), PROFILE, RELAY, CERTIFICATE, ACKS);
        assertEquals(List.of(LONGEST_RUMOR, CERTIFICATE, RELAY), packing.taken());
        assertEquals(List.of(PROFILE, ACKS), packing.left());
    }

    @Test
    void besideAPartGoesTheCertificateAloneOrTheSmallOnes() {
        Tlv part = Part.split(new byte[2_000], SchemeId.DIRECT).get(0).tlv();
        assertEquals(
                List.of(part, CERTIFICATE),
                fill(List.of(part), NODE, CERTIFICATE).taken());
        Packing packing = fill(List.of(part), RELAY, SHARE, NODE, UNKNOWN, ACKS);
        assertEquals(List.of(part, NODE, SHARE, ACKS), packing.taken());
        assertEquals(List.of(RELAY, UNKNOWN), packing.left());
    }

    @Test
    void secondOfATypeThatStandsOnceWaits() {
        assertEquals(List.of(RELAY), fill(List.of(), RELAY, RELAY).left());
        assertEquals(
                List.of(SHARE),
                fill(List.of(), SHARE, SHARE, SHARE, SHARE, SHARE).left());
        Tlv key = new Tlv(Tlv.KEM_KEY, new byte[300]);
        Tlv ciphertext = new Tlv(Tlv.KEM_CIPHERTEXT, new byte[300]);
        assertEquals(List.of(ciphertext), fill(List.of(), ciphertext, key).left());
        assertEquals(
                List.of(key), Packing.fill(SchemeId.PQ, List.of(), List.of(key)).left());
    }

    @Test
    void neverMoreThanAByteCanCount() {
        List<Tlv> many = new ArrayList<>(Collections.nCopies(300, new Tlv(200, new byte[0])));
        assertEquals(45, Packing.fill(SchemeId.DIRECT, List.of(), many).left().size());
    }

    @Test
    void wordsThatDoNotFitAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> fill(List.of(LONGEST_RUMOR, LONGEST_RUMOR)));
    }
}
