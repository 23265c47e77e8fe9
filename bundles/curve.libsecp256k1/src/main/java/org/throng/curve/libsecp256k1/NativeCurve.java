// SPDX-License-Identifier: MIT
package org.throng.curve.libsecp256k1;

import fr.acinq.secp256k1.Secp256k1CFunctions;
import fr.acinq.secp256k1.Secp256k1Exception;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.curve.Signature;

/**
 * The curve by libsecp256k1, through the native functions of fr.acinq.secp256k1.
 *
 * <p><b>Timing</b>, as the library promises it for its C code:
 *
 * <ul>
 *   <li>{@link #publicKey} and {@link #sign}: constant in the secret, and in the nonce. Whether a point's y is odd decides
 *       which of a scalar and its negative is used, by a branch in {@link #withEvenY} and for messages that do not have 32
 *       bytes.
 *   <li>{@link #agree}: <i>not</i> constant in any argument. The library has an agreement in constant time, but gives its hash
 *       away and not x, which Throng needs. So the secret k is hidden: k P = r P + (k - r) P with a fresh random r, and each of
 *       the two scalars is as good as random. Who measures the time learns nothing about k, however often; who watches both
 *       multiplications step by step, on the same processor, may.
 *   <li>{@link #verify} and {@link #contains}: variable; all arguments are public.
 * </ul>
 *
 * <p>The library's own protection against who measures power or radiation (the blinding of a context) is out of reach from
 * Java. Copies of secrets on their way to the library are let go of, but not overwritten.
 *
 * <p>Batches are done one after the other.
 */
public final class NativeCurve implements Curve, AutoCloseable {
    private static final byte EVEN = 2;

    private final RandomGenerator random;
    private final Contexts contexts = new Contexts();

    /**
     * Loads the library.
     *
     * @param folder where its file may lie while it is loaded
     * @param random fit for keys
     * @throws IOException where there is no library for this machine, or its file cannot be written
     * @throws LinkageError where the system does not load it
     */
    public NativeCurve(Path folder, RandomGenerator random) throws IOException {
        NativeFile.load(folder);
        this.random = random;
    }

    @Override
    public String name() {
        return "libsecp256k1";
    }

    /** {@inheritDoc} Constant-time in the secret. */
    @Override
    public PublicKey publicKey(SecretKey secret) {
        byte[] d = secret.insecureBytes();
        try {
            return PublicKey.of(
                    x(contexts.call(context -> Secp256k1CFunctions.secp256k1_ec_pubkey_create(context, d))));
        } finally {
            wipe(d);
        }
    }

    /** {@inheritDoc} */
    @Override
    public boolean contains(PublicKey key) {
        return contexts.call(context -> lift(context, key)) != null;
    }

    /** {@inheritDoc} Constant-time in the secret, but for its parity bit. */
    @Override
    public SecretKey withEvenY(SecretKey secret) {
        byte[] d = secret.insecureBytes();
        byte[] even = null;
        try {
            even = contexts.call(context ->
                    SingleSignature.even(context, d, Secp256k1CFunctions.secp256k1_ec_pubkey_create(context, d)));
            return SecretKey.of(even);
        } finally {
            wipe(d, even);
        }
    }

    /** {@inheritDoc} Constant-time in the secret. */
    @Override
    public Signature sign(SecretKey secret, byte[] message, byte[] aux) {
        if (aux.length != Scalars.LENGTH) {
            throw new IllegalArgumentException("aux has 32 bytes, got " + aux.length);
        }
        byte[] d = secret.insecureBytes();
        try {
            Signature signature =
                    Signature.of(contexts.call(context -> SingleSignature.sign(context, d, message, aux)));
            if (!verify(publicKey(secret), message, signature)) {
                // BIP-340's own advice: a fault while signing would give the secret away
                throw new IllegalStateException("a new signature did not verify; nothing was released");
            }
            return signature;
        } finally {
            wipe(d);
        }
    }

    /** {@inheritDoc} */
    @Override
    public boolean verify(PublicKey key, byte[] message, Signature signature) {
        try {
            return contexts.call(context -> SingleSignature.verify(context, key, message, signature.bytes()));
        } catch (Secp256k1Exception e) {
            return false; // no point of the curve: the library's only way to say so
        }
    }

    /** {@inheritDoc} Not constant-time, but of a secret that is hidden in two random ones: see the class. */
    @Override
    public Optional<byte[]> agree(SecretKey secret, PublicKey point) {
        byte[] k = secret.insecureBytes();
        byte[] r = new byte[Scalars.LENGTH];
        do {
            random.nextBytes(r);
        } while (!SecretKey.isValid(r) || Arrays.equals(r, k));
        try {
            return contexts.call(context -> {
                byte[] lifted = lift(context, point);
                return lifted == null ? Optional.empty() : Optional.of(multiply(context, lifted, k, r));
            });
        } finally {
            wipe(k, r);
        }
    }

    /** x of r P + (k - r) P */
    private static byte[] multiply(long context, byte[] point, byte[] k, byte[] r) {
        byte[] minus = Secp256k1CFunctions.secp256k1_ec_seckey_negate(context, r.clone());
        byte[] rest = Secp256k1CFunctions.secp256k1_ec_seckey_tweak_add(context, k, minus);
        byte[] one = Secp256k1CFunctions.secp256k1_ec_pubkey_tweak_mul(context, point, r);
        byte[] other = Secp256k1CFunctions.secp256k1_ec_pubkey_tweak_mul(context, point, rest);
        byte[] sum = Secp256k1CFunctions.secp256k1_ec_pubkey_combine(context, new byte[][] {one, other});
        byte[] x = x(sum);
        wipe(minus, rest, one, other, sum);
        return x;
    }

    /** The point of even y in 65 bytes; null where x is that of none. */
    static byte[] lift(long context, PublicKey key) {
        byte[] compressed = new byte[1 + PublicKey.LENGTH];
        compressed[0] = EVEN;
        System.arraycopy(key.bytes(), 0, compressed, 1, PublicKey.LENGTH);
        try {
            return Secp256k1CFunctions.secp256k1_ec_pubkey_parse(context, compressed);
        } catch (Secp256k1Exception e) {
            return null;
        }
    }

    /** Of a point in 65 bytes. */
    static byte[] x(byte[] point) {
        return Arrays.copyOfRange(point, 1, 1 + PublicKey.LENGTH);
    }

    static void wipe(byte[]... secrets) {
        for (byte[] secret : secrets) {
            if (secret != null) {
                Arrays.fill(secret, (byte) 0);
            }
        }
    }

    /** Gives the contexts back. */
    @Override
    public void close() {
        contexts.close();
    }
}
