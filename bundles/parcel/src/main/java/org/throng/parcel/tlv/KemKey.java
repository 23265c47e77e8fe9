// SPDX-License-Identifier: MIT
package org.throng.parcel.tlv;

import java.util.Arrays;
import org.throng.cipher.Sha256;
import org.throng.event.MalformedException;
import org.throng.parcel.Tlv;

/** Type 4, and {@code kem} of a profile: an encapsulation key of ML-KEM-768, 1,184 bytes, checked as FIPS 203, 7.2 says. */
public final class KemKey {
    /** Bytes of a key. */
    public static final int LENGTH = 1_184;

    private static final int COEFFICIENTS_LENGTH = 1_152;
    private static final int MODULUS = 3_329;

    private final byte[] ek;

    private KemKey(byte[] ek) {
        this.ek = ek;
    }

    /** Reads the value. */
    public static KemKey read(byte[] value) throws MalformedException {
        if (value.length != LENGTH || !isReduced(value)) {
            throw new MalformedException(
                    "a KEM key has 1184 bytes, with 768 numbers below 3329 in the first 1152 (FIPS 203, 7.2)");
        }
        return new KemKey(value.clone());
    }

    /** Three bytes hold two numbers of twelve bits, the lower first. */
    private static boolean isReduced(byte[] ek) {
        for (int i = 0; i < COEFFICIENTS_LENGTH; i += 3) {
            int low = ek[i] & 0xff | (ek[i + 1] & 0x0f) << 8;
            int high = (ek[i + 1] & 0xf0) >> 4 | (ek[i + 2] & 0xff) << 4;
            if (low >= MODULUS || high >= MODULUS) {
                return false;
            }
        }
        return true;
    }

    /** A copy of the 1,184 bytes. */
    public byte[] bytes() {
        return ek.clone();
    }

    /** What a ciphertext names it by: the first 8 bytes of SHA-256(ek). */
    public ShortId id() {
        return ShortId.ofFirst(Sha256.of(ek));
    }

    /** The part of a body. */
    public Tlv tlv() {
        return new Tlv(Tlv.KEM_KEY, ek);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KemKey that && Arrays.equals(ek, that.ek);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ek);
    }

    @Override
    public String toString() {
        return "KemKey[" + id() + "]";
    }
}
