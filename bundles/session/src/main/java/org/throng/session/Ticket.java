// SPDX-License-Identifier: MIT
package org.throng.session;

import java.util.List;
import org.throng.parcel.Tlv;
import org.throng.scheme.OneTimeKey;

/**
 * One index of a sending chain. The state without it must be on the disk before a header with this key leaves.
 *
 * @param key of this one message
 * <p>Records, acks and floor among the riders have at most 122 bytes and fit beside the longest words. Acks of rumors belong
 * into the same part of type 3 as those of the chains, behind which they stand back.
 *
 * @param riders what the session wants to have in the body beside the words: {@code Packing} takes what fits; what does
 *     not fit comes again with the next ticket
 */
public record Ticket(OneTimeKey key, List<Tlv> riders) {
    public Ticket {
        riders = List.copyOf(riders);
    }
}
