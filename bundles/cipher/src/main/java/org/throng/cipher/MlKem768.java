// SPDX-License-Identifier: MIT
package org.throng.cipher;

import java.util.Arrays;
import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.crypto.kems.MLKEMExtractor;
import org.bouncycastle.crypto.kems.MLKEMGenerator;
import org.bouncycastle.crypto.params.MLKEMParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMPublicKeyParameters;

/**
 * ML-KEM-768 of FIPS 203, with its randomness handed in. Aims at constant time in seeds and ciphertexts. Threads: any.
 */
public final class MlKem768 {
    /** Bytes of a seed, d ‖ z. */
    public static final int SEED_LENGTH = 64;

    /** Bytes of an encapsulation key. */
    public static final int KEY_LENGTH = 1_184;

    /** Bytes of a ciphertext. */
    public static final int CIPHERTEXT_LENGTH = 1_088;

    /** Bytes of a secret, and of the randomness m of one encapsulation. */
    public static final int SECRET_LENGTH = 32;

    private MlKem768() {}

    /** What an encapsulation gives; the caller erases the secret. */
    public record Encapsulated(byte[] ciphertext, byte[] secret) {
        @Override
        public String toString() {
            return "Encapsulated[hidden]";
        }
    }

    /** The encapsulation key of a seed: ML-KEM.KeyGen_internal(d, z). */
    public static byte[] encapsulationKey(byte[] seed) {
        return pair(seed).getPublicKey();
    }

    /**
     * ML-KEM.Encaps_internal.
     *
     * @param key 1,184 bytes, which the caller checked as FIPS 203, section 7.2 says
     * @param m 32 random bytes, secret, used once for a key
     */
    public static Encapsulated encapsulate(byte[] key, byte[] m) {
        expect("an encapsulation key", KEY_LENGTH, key);
        expect("the randomness of an encapsulation", SECRET_LENGTH, m);
        SecretWithEncapsulation made = MLKEMGenerator.internalGenerateEncapsulated(
                new MLKEMPublicKeyParameters(MLKEMParameters.ml_kem_768, key), m);
        return new Encapsulated(made.getEncapsulation(), made.getSecret());
    }

    /** ML-KEM.Decaps: 32 bytes. A ciphertext that was made for another key gives bytes that nobody else has. */
    public static byte[] decapsulate(byte[] seed, byte[] ciphertext) {
        expect("a ciphertext", CIPHERTEXT_LENGTH, ciphertext);
        return new MLKEMExtractor(pair(seed)).extractSecret(ciphertext);
    }

    private static MLKEMPrivateKeyParameters pair(byte[] seed) {
        expect("a seed", SEED_LENGTH, seed);
        // the library keeps the array that it is given
        return new MLKEMPrivateKeyParameters(MLKEMParameters.ml_kem_768, Arrays.copyOf(seed, seed.length));
    }

    private static void expect(String what, int length, byte[] bytes) {
        if (bytes.length != length) {
            throw new IllegalArgumentException(what + " has " + length + " bytes, got " + bytes.length);
        }
    }
}
