// SPDX-License-Identifier: MIT
package org.throng.session;

import java.util.List;
import java.util.Optional;
import org.throng.parcel.Tlv;
import org.throng.scheme.Encapsulation;

/**
 * What stands in a body of scheme direct or pq on behalf of sessions: node id, share records, acks of chains, KEM keys and
 * ciphertexts, each as it fits.
 *
 * @param kem the ciphertext that the share records name, which is to be the inner layer of a pq body
 */
public record Riders(List<Tlv> parts, Optional<Encapsulation> kem) {
    public Riders {
        parts = List.copyOf(parts);
    }
}
