// SPDX-License-Identifier: MIT
package org.throng.curve.libsecp256k1;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.curve.Signature;

/** Answers that are known: a signature of BIP-340's own table, an x off the curve, and agreements with G. */
final class SelfTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final PublicKey G =
            PublicKey.ofHex("79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798");
    private static final PublicKey OFF_THE_CURVE =
            PublicKey.ofHex("eefdea4cdb677750a420fee807eacf21eb9898ae79b9768766e4faa04a2d4a34");

    private SelfTest() {}

    /** Whether all of them are right. */
    static boolean passes(Curve curve) {
        byte[] message = HEX.parseHex("243f6a8885a308d313198a2e03707344a4093822299f31d0082efa98ec4e6c89");
        byte[] aux = new byte[32];
        aux[31] = 1;
        PublicKey key = PublicKey.ofHex("dff1d77f2a671c5f36183726db2341be58feae1da2deced843240f7b502ba659");
        Signature signature = Signature.ofHex(
                "6896bd60eeae296db48a229ff71dfe071bde413e6d43f917dc8dcf8c78de33418906d11ac976abccb20b091292bff4ea897efcb639ea871cfa95f6de339e4b0a");
        try (SecretKey secret =
                SecretKey.of(HEX.parseHex("b7e151628aed2a6abf7158809cf4f3c762e7160f38b4da56a784d9045190cfef"))) {
            byte[] other = message.clone();
            other[0] ^= 1;
            Optional<byte[]> agreed = curve.agree(secret, G);
            return curve.publicKey(secret).equals(key)
                    && curve.sign(secret, message, aux).equals(signature)
                    && curve.verify(key, message, signature)
                    && !curve.verify(key, other, signature)
                    && agreed.isPresent()
                    && Arrays.equals(agreed.get(), key.bytes()) // k G once more, by the other multiplication
                    && curve.contains(key)
                    && !curve.contains(OFF_THE_CURVE)
                    && curve.agree(secret, OFF_THE_CURVE).isEmpty();
        }
    }
}
