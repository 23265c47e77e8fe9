// SPDX-License-Identifier: MIT
package org.throng.scheme;

import java.util.Arrays;
import org.throng.cipher.MlKem768;
import org.throng.event.MalformedException;
import org.throng.parcel.tlv.KemKey;

/**
 * A pair of keys of ML-KEM-768: the public one, and the 64 bytes d ‖ z that it is made from (FIPS 203, section 7.1). Never
 * printed; zero after {@link #close}.
 */
public final class KemPair implements AutoCloseable {
    /** Bytes of a seed. */
    public static final int SEED_LENGTH = MlKem768.SEED_LENGTH;

    private final byte[] seed;
    private final KemKey key;

    private KemPair(byte[] seed, KemKey key) {
        this.seed = seed;
        this.key = key;
    }

    /**
     * The pair of a seed, which is copied.
     *
     * @throws IllegalArgumentException where there are not 64 bytes
     */
    public static KemPair of(byte[] seed) {
        try {
            return new KemPair(seed.clone(), KemKey.read(MlKem768.encapsulationKey(seed)));
        } catch (MalformedException e) {
            throw new IllegalStateException("a key that was made here is a right one", e);
        }
    }

    /** What others encapsulate to. */
    public KemKey key() {
        return key;
    }

    /** The 32 bytes that a ciphertext of 1,088 bytes holds for this pair; other bytes give another secret, never an error. */
    public byte[] decapsulate(byte[] ciphertext) {
        return MlKem768.decapsulate(seed, ciphertext);
    }

    /** A copy of the seed, for the caller to erase. */
    public byte[] insecureSeed() {
        return seed.clone();
    }

    @Override
    public void close() {
        Arrays.fill(seed, (byte) 0);
    }

    @Override
    public String toString() {
        return "KemPair[" + key.id() + "]";
    }
}
