// SPDX-License-Identifier: MIT
package org.throng.scheme;

import java.util.List;
import org.throng.parcel.Tlv;

/** What goes into one body, in this order. */
public record Contents(List<Tlv> parts) {
    public Contents {
        parts = List.copyOf(parts);
    }

    public static Contents of(Tlv... parts) {
        return new Contents(List.of(parts));
    }
}
