// SPDX-License-Identifier: MIT
package org.throng.session;

import java.util.Optional;
import org.throng.curve.PublicKey;
import org.throng.parcel.tlv.ShortId;
import org.throng.scheme.Encapsulation;

/** How an opened body came. */
public sealed interface Source {
    /**
     * By key agreement.
     *
     * @param reader the key of mine that found the header: my scan key or my npub
     * @param agreeing the writer's key that proved the body: the certified scan key or the npub
     * @param kem what the inner layer held
     */
    record Agreement(PublicKey reader, PublicKey agreeing, Optional<Encapsulation> kem) implements Source {}

    /**
     * By look-up.
     *
     * @param line the session's name
     * @param chain the first 8 bytes of the sender's X_e
     * @param index 0 to 2^32 - 1
     */
    record Index(String line, ShortId chain, long index) implements Source {}
}
