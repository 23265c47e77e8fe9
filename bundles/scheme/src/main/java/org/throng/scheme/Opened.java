// SPDX-License-Identifier: MIT
package org.throng.scheme;

import java.util.List;
import org.throng.curve.PublicKey;
import org.throng.parcel.Tlv;

/**
 * A body whose writer is proven to its reader, and to nobody else.
 *
 * @param writer A of the protocol
 * @param parts known and unknown ones, in order, each of a right size
 */
public record Opened(PublicKey writer, List<Tlv> parts) {
    public Opened {
        parts = List.copyOf(parts);
    }

    @Override
    public String toString() {
        return "Opened[" + parts.size() + " parts]";
    }
}
