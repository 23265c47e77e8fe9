// SPDX-License-Identifier: MIT
package org.throng.scheme.pq;

import java.util.Arrays;
import java.util.Optional;
import org.throng.parcel.body.PqLayer;
import org.throng.scheme.Agreement;
import org.throng.scheme.Encapsulation;
import org.throng.scheme.KemPair;
import org.throng.scheme.Reader;
import org.throng.scheme.Recipient;

/** {@code ct | inner} under k_out: ML-KEM-768 between the sealed body and its plaintext (docs/protocol.md, section 5). */
final class KemLayer implements Agreement.Layer {
    @Override
    public byte[] ciphertext(Recipient recipient) {
        return of(recipient).ciphertext();
    }

    @Override
    public byte[] wrap(byte[] sessionKey, Recipient recipient, byte[] plain) {
        Encapsulation kem = of(recipient);
        byte[] secret = kem.secret();
        try {
            return PqLayer.wrap(sessionKey, kem.key(), kem.ciphertext(), secret, plain);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    private static Encapsulation of(Recipient recipient) {
        return recipient
                .kem()
                .orElseThrow(() -> new IllegalArgumentException(
                        "a pq body needs a ciphertext for a KEM key of the recipient's profile"));
    }

    /** Tries the reader's pairs in their order: the layer does not say which it is for. */
    @Override
    public Optional<Agreement.Unwrapped> unwrap(byte[] sessionKey, Reader reader, byte[] layer) {
        Optional<byte[]> ciphertext = PqLayer.ciphertext(layer);
        if (ciphertext.isEmpty()) {
            return Optional.empty();
        }
        for (KemPair pair : reader.kems()) {
            byte[] secret = pair.decapsulate(ciphertext.get());
            try {
                Optional<byte[]> plain = PqLayer.unwrap(sessionKey, pair.key(), secret, layer);
                if (plain.isPresent()) {
                    Encapsulation kem = new Encapsulation(pair.key(), ciphertext.get(), secret);
                    return Optional.of(new Agreement.Unwrapped(plain.get(), Optional.of(kem)));
                }
            } finally {
                Arrays.fill(secret, (byte) 0);
            }
        }
        return Optional.empty();
    }
}
