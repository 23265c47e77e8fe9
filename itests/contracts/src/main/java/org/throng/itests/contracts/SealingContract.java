// SPDX-License-Identifier: MIT
package org.throng.itests.contracts;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.throng.cipher.Sha256;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.parcel.Slot;
import org.throng.parcel.rumor.Rumor;
import org.throng.scheme.Sender;

/**
 * What everything that seals must do, with headers or without: {@link SchemeContract} and {@link OpenSchemeContract} say
 * how it is done. Alice seals, Bob reads, Carol is somebody else.
 */
public abstract class SealingContract {
    protected static final Slot SLOT = new Slot(1_764_000_000);

    /** Bits that are flipped in each piece, at equal distances. */
    private static final int FLIPS = 150;

    /** Any curve. */
    protected abstract Curve curve();

    /**
     * What travels.
     *
     * @param pieces each as it stands on the wire
     * @param opaque what of it must look like random bytes
     */
    protected record Sealed(List<byte[]> pieces, List<byte[]> opaque) {}

    /**
     * Seals a rumor for Bob.
     *
     * @param key of a scheme whose keys serve once: which one, 0 or 1
     */
    protected abstract Sealed seal(Rumor rumor, int key) throws Exception;

    /** What somebody makes of the pieces; empty where they are not theirs or not right. */
    protected abstract Optional<Rumor> open(List<byte[]> pieces, String reader) throws Exception;

    protected Sender sender() {
        SecretKey secret = secret("alice");
        return new Sender(curve().publicKey(secret), secret);
    }

    /** A secret made from a name. */
    protected static SecretKey secret(String name) {
        return SecretKey.of(Sha256.of(name.getBytes(StandardCharsets.UTF_8)));
    }

    protected final PublicKey npub(String name) {
        return curve().publicKey(secret(name));
    }

    protected final Rumor rumor(String words) {
        return new Rumor(sender().npub(), SLOT.createdAt(), Rumor.TEXT, List.of(), words);
    }

    protected static byte[] flipped(byte[] bytes, int bit) {
        byte[] changed = bytes.clone();
        changed[bit / 8] ^= (byte) (1 << bit % 8);
        return changed;
    }

    private static List<byte[]> with(List<byte[]> pieces, int at, byte[] other) {
        List<byte[]> changed = new ArrayList<>(pieces);
        changed.set(at, other);
        return changed;
    }

    @Test
    void sealedMessageIsOpenedByItsReader() throws Exception {
        Rumor rumor = rumor("hello, é🙂");
        assertEquals(Optional.of(rumor), open(seal(rumor, 0).pieces(), "bob"));
    }

    @Test
    void sealedMessageIsOpenedByNobodyElse() throws Exception {
        List<byte[]> pieces = seal(rumor("not yours"), 0).pieces();
        assertEquals(Optional.empty(), open(pieces, "carol"));
        assertEquals(Optional.empty(), open(pieces, "alice"), "not even by the sender's key");
    }

    @Test
    void flippedBitAnywhereOpensNothing() throws Exception {
        List<byte[]> pieces = seal(rumor("flip"), 0).pieces();
        for (int piece = 0; piece < pieces.size(); piece++) {
            byte[] right = pieces.get(piece);
            int step = Math.max(1, right.length / FLIPS);
            for (int at = 0; at < right.length; at += step) {
                byte[] wrong = flipped(right, 8 * at + at % 8);
                assertEquals(Optional.empty(), open(with(pieces, piece, wrong), "bob"), "byte " + at);
            }
        }
    }

    @Test
    void piecesOfAnotherLengthOpenNothing() throws Exception {
        List<byte[]> pieces = seal(rumor("length"), 0).pieces();
        for (int piece = 0; piece < pieces.size(); piece++) {
            int whole = pieces.get(piece).length;
            for (int length : new int[] {0, 1, 16, whole / 2, whole - 1, whole + 1, 2 * whole}) {
                byte[] wrong = Arrays.copyOf(pieces.get(piece), length);
                assertEquals(Optional.empty(), open(with(pieces, piece, wrong), "bob"), length + " bytes");
            }
        }
    }

    @Test
    void sameMessageSealedTwiceHasNothingInCommon() throws Exception {
        List<byte[]> first = seal(rumor("twice"), 0).opaque();
        List<byte[]> second = seal(rumor("twice"), 1).opaque();
        for (byte[] left : first) {
            for (byte[] right : second) {
                assertNothingInCommon(left, right);
            }
        }
    }

    /** No eight bytes of one stand in the other. */
    protected static void assertNothingInCommon(byte[] left, byte[] right) {
        Set<String> seen = new HashSet<>();
        String text = new String(left, StandardCharsets.ISO_8859_1);
        for (int i = 0; i + 8 <= text.length(); i++) {
            seen.add(text.substring(i, i + 8));
        }
        String other = new String(right, StandardCharsets.ISO_8859_1);
        for (int i = 0; i + 8 <= other.length(); i++) {
            assertFalse(seen.contains(other.substring(i, i + 8)));
        }
    }

    @Test
    void whatNoReaderWouldTakeIsRefused() {
        Rumor foreign = new Rumor(npub("bob"), SLOT.createdAt(), Rumor.TEXT, List.of(), "not by the sender");
        assertThrows(IllegalArgumentException.class, () -> seal(foreign, 0));
    }

    @Test
    void manyThreadsMaySealAndOpenAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Optional<Rumor>>> tasks = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                Rumor rumor = rumor("message " + i);
                tasks.add(() -> open(seal(rumor, 0).pieces(), "bob"));
            }
            List<Future<Optional<Rumor>>> results = threads.invokeAll(tasks, 60, TimeUnit.SECONDS);
            for (int i = 0; i < results.size(); i++) {
                Future<Optional<Rumor>> result = results.get(i);
                assertEquals(Optional.of(rumor("message " + i)), assertDoesNotThrow(() -> result.get()));
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
