// SPDX-License-Identifier: MIT
package org.throng.parcel.body;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.throng.parcel.BodySize;
import org.throng.parcel.SchemeId;
import org.throng.parcel.Tlv;
import org.throng.parcel.tlv.ShareRecord;

/**
 * What of all that waits for one receiver goes into the next body, and what waits on (docs/protocol.md, section 5). The rumor
 * or part comes first, the rest as it fits, in the order 11, 6 with 2, 13, 3, 12, 7, 4 or 10, then the others. Beside a part
 * goes type 11 alone, or types 2, 3, 6 and 12.
 *
 * @param taken for this body, in order
 * @param left for the next one, in the order in which they came
 */
public record Packing(List<Tlv> taken, List<Tlv> left) {
    private static final List<Integer> ORDER = List.of(
            Tlv.SCAN_CERTIFICATE,
            Tlv.NODE_ID,
            Tlv.SHARE_RECORD,
            Tlv.REPLY_RELAY,
            Tlv.ACKS,
            Tlv.FLOOR,
            Tlv.PROFILE_ID,
            Tlv.KEM_KEY,
            Tlv.KEM_CIPHERTEXT);
    private static final Set<Integer> BESIDE_A_PART = Set.of(Tlv.SHARE_RECORD, Tlv.ACKS, Tlv.NODE_ID, Tlv.FLOOR);

    public Packing {
        taken = List.copyOf(taken);
        left = List.copyOf(left);
    }

    /**
     * Fills a small body.
     *
     * @param words rumors, or one part, that go in first; they must fit
     * @param beside everything else that waits
     * @throws IllegalArgumentException where the words alone do not fit
     */
    public static Packing fill(int scheme, List<Tlv> words, List<Tlv> beside) {
        int room = BodyText.room(BodyText.length(scheme, BodySize.SMALL)) - BodyText.length(words);
        if (room < 0) {
            throw new IllegalArgumentException("these words need " + -room + " bytes more than a body has");
        }
        boolean part = words.stream().anyMatch(word -> word.type() == Tlv.PART);
        boolean certified = beside.stream().anyMatch(tlv -> tlv.type() == Tlv.SCAN_CERTIFICATE);
        List<Tlv> taken = new ArrayList<>(words);
        List<Tlv> left = new ArrayList<>(beside);
        List<Tlv> inOrder =
                beside.stream().sorted(Comparator.comparingInt(Packing::rank)).toList();
        for (Tlv tlv : inOrder) {
            boolean allowed =
                    !part || (certified ? tlv.type() == Tlv.SCAN_CERTIFICATE : BESIDE_A_PART.contains(tlv.type()));
            if (allowed && tlv.length() <= room && mayJoin(tlv, taken, scheme)) {
                taken.add(tlv);
                left.remove(tlv);
                room -= tlv.length();
            }
        }
        return new Packing(taken, left);
    }

    /**
     * Bytes that a body has for acknowledgements, head included, when everything that goes before them is in it; 0 where they
     * may not stand beside these words.
     */
    public static int roomForAcks(int scheme, List<Tlv> words, List<Tlv> beside) {
        List<Tlv> before = beside.stream()
                .filter(tlv -> rank(tlv) < ORDER.indexOf(Tlv.ACKS))
                .toList();
        List<Tlv> taken = fill(scheme, words, before).taken();
        boolean part = words.stream().anyMatch(word -> word.type() == Tlv.PART);
        boolean certified = beside.stream().anyMatch(tlv -> tlv.type() == Tlv.SCAN_CERTIFICATE);
        return part && certified ? 0 : BodyText.room(BodyText.length(scheme, BodySize.SMALL)) - BodyText.length(taken);
    }

    private static int rank(Tlv tlv) {
        int at = ORDER.indexOf(tlv.type());
        return at < 0 ? ORDER.size() : at;
    }

    private static boolean mayJoin(Tlv tlv, List<Tlv> taken, int scheme) {
        List<Integer> types = taken.stream().map(Tlv::type).toList();
        return switch (tlv.type()) {
            case Tlv.KEM_KEY, Tlv.KEM_CIPHERTEXT ->
                (scheme == SchemeId.DIRECT || scheme == SchemeId.TAGGED)
                        && !types.contains(Tlv.KEM_KEY)
                        && !types.contains(Tlv.KEM_CIPHERTEXT);
            case Tlv.SHARE_RECORD -> Collections.frequency(types, Tlv.SHARE_RECORD) < ShareRecord.MOST;
            default -> taken.size() < BodyText.MAX_PARTS && (tlv.mayRepeat() || !types.contains(tlv.type()));
        };
    }
}
