// SPDX-License-Identifier: MIT
package org.throng.scheme;

import java.util.List;
import java.util.Optional;
import org.throng.curve.PublicKey;
import org.throng.parcel.Tlv;

/**
 * A body whose writer is proven to its reader, and to nobody else.
 *
 * @param writer A of the protocol
 * @param agreeing the key of the writer that proved it: the certified scan key, else the npub; in a session the npub
 * @param parts known and unknown ones, in order, each of a right size
 * @param kem what the inner KEM layer held
 */
public record Opened(PublicKey writer, PublicKey agreeing, List<Tlv> parts, Optional<Encapsulation> kem) {
    public Opened {
        parts = List.copyOf(parts);
    }

    /** A body without an inner layer, proven by the npub. */
    public Opened(PublicKey writer, List<Tlv> parts) {
        this(writer, writer, parts, Optional.empty());
    }

    @Override
    public String toString() {
        return "Opened[" + parts.size() + " parts]";
    }
}
