// SPDX-License-Identifier: MIT
package org.throng.scheme.tagged;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.throng.cipher.Bytes;
import org.throng.cipher.Sha256;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.curve.bouncycastle.BouncyCastleCurve;
import org.throng.itests.vectors.Vectors;
import org.throng.itests.vectors.Vectors.Case;
import org.throng.parcel.tlv.Acks;
import org.throng.parcel.tlv.ShortId;
import org.throng.scheme.OneTimeKey;

/** Roots, blocks, tags and keys. Data: docs/vectors/session.json and acks.json. */
class SessionVectorsTest {
    private final Curve curve = new BouncyCastleCurve();

    static List<Case> cases() {
        return Vectors.cases("session").stream().filter(c -> c.has("first")).toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void rootAndChainsAgree(Case c) {
        JsonNode first = c.given().get("first");
        JsonNode second = c.given().get("second");
        byte[] dhShares = agree(first, second, "shareSecret", "share");
        byte[] dhStatic = curve.agree(
                        SecretKey.of(Vectors.hex(first, "staticSecret")),
                        curve.publicKey(SecretKey.of(Vectors.hex(second, "staticSecret"))))
                .orElseThrow();
        assertEquals(c.value("dhShares"), Bytes.hex(dhShares));
        assertEquals(c.value("dhStatic"), Bytes.hex(dhStatic));
        Roots.Side one = side(first);
        Roots.Side two = side(second);
        boolean lower = c.value("lower").equals("first");
        assertEquals(lower, one.isLowerThan(two));
        byte[] info = Roots.info(c.number("e"), lower ? one : two, lower ? two : one);
        assertEquals(c.value("info"), Bytes.hex(info));
        byte[] previous = c.bytes("previousRoot");
        Roots mine = Roots.derive(c.number("e"), previous, one, two, dhShares, dhStatic);
        Roots theirs = Roots.derive(c.number("e"), previous, two, one, dhShares, dhStatic);
        assertEquals(c.value("root"), Bytes.hex(mine.root()));
        assertArrayEquals(mine.root(), theirs.root());
        assertArrayEquals(mine.mine(), theirs.peers());
        assertArrayEquals(mine.peers(), theirs.mine());
        assertChain(c.values().get("chainOfLower"), lower ? mine.mine() : mine.peers());
        assertChain(c.values().get("chainOfHigher"), lower ? mine.peers() : mine.mine());
    }

    private byte[] agree(JsonNode one, JsonNode other, String secret, String key) {
        return curve.agree(SecretKey.of(Vectors.hex(one, secret)), PublicKey.of(Vectors.hex(other, key)))
                .orElseThrow();
    }

    private static Roots.Side side(JsonNode side) {
        boolean kem = side.get("kemCiphertext").isTextual();
        return new Roots.Side(
                PublicKey.of(Vectors.hex(side, "npub")),
                ShortId.of(Vectors.hex(side, "node")),
                PublicKey.of(Vectors.hex(side, "share")),
                kem ? Sha256.of(Vectors.hex(side, "kemCiphertext")) : new byte[32],
                kem ? Vectors.hex(side, "kemSecret") : new byte[0]);
    }

    private static void assertChain(JsonNode blocks, byte[] block) {
        SendChain sending = new SendChain(ShortId.ZERO, block, 0);
        ReceiveChain receiving = new ReceiveChain(ShortId.ZERO, 1, block);
        List<ReceiveChain.Slot> slots = receiving.slots();
        byte[] at = block;
        int index = 0;
        for (JsonNode one : blocks) {
            assertEquals(one.get("block").asText(), Bytes.hex(at));
            OneTimeKey[] drawn = new OneTimeKey[Ratchet.BLOCK];
            for (int i = 0; i < Ratchet.BLOCK; i++) {
                drawn[i] = sending.draw();
                assertEquals(drawn[i], slots.get(index).key());
                assertEquals(index++, slots.get(index - 1).index());
            }
            for (JsonNode key : one.get("keys")) {
                OneTimeKey of = drawn[key.get("i").asInt()];
                assertEquals(key.get("mk").asText(), Bytes.hex(of.insecureBytes()));
                assertEquals(key.get("tag").asText(), Bytes.hex(of.tag()));
                assertEquals(key.get("auth03").asText(), Bytes.hex(of.bodySecret()));
            }
            at = Ratchet.nextBlock(at);
        }
    }

    @Test
    void acksOfAChainAreThoseOfTheVectors() throws Exception {
        List<Acks.Chain> expected =
                Acks.read(Vectors.find("acks", "chains only").bytes("acks")).chains();
        ReceiveChain holes = new ReceiveChain(expected.get(0).chain(), 1, new byte[32]);
        for (long index : new long[] {6, 0, 4, 2, 1}) {
            holes.use(index, 0);
            holes.arrive(index);
        }
        assertEquals(expected.get(0), holes.ack().orElseThrow());
        ReceiveChain last = new ReceiveChain(expected.get(1).chain(), 1, new byte[32]);
        last.use(64, 0);
        last.arrive(64);
        assertEquals(expected.get(1), last.ack().orElseThrow());
    }
}
