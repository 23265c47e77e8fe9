// SPDX-License-Identifier: MIT
package org.throng.itests.benchmarks.relay;

import fr.acinq.secp256k1.Secp256k1;
import java.util.Arrays;
import org.throng.curve.PublicKey;
import org.throng.curve.Signature;
import org.throng.event.Event;

/** Somebody who signs by libsecp256k1, so that a load is made soon. */
final class Writer {
    private static final Secp256k1 SECP = Secp256k1.get();

    private final byte[] secret;
    private final PublicKey key;

    /** @param secret 32 random bytes; the first one is changed, so that they are below the order */
    Writer(byte[] secret) {
        this.secret = secret.clone();
        this.secret[0] = 1;
        key = PublicKey.of(Arrays.copyOfRange(SECP.pubKeyCompress(SECP.pubkeyCreate(this.secret)), 1, 33));
    }

    PublicKey key() {
        return key;
    }

    /** @param unsigned of {@link #key} */
    Event sign(Event.Unsigned unsigned) {
        byte[] signature = SECP.signSchnorr(unsigned.id().bytes(), secret, new byte[32]);
        return new Event(
                unsigned.id(),
                unsigned.pubkey(),
                unsigned.createdAt(),
                unsigned.kind(),
                unsigned.tags(),
                unsigned.content(),
                Signature.of(signature));
    }
}
