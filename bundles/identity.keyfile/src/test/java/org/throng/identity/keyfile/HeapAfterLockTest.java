// SPDX-License-Identifier: MIT
package org.throng.identity.keyfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.throng.cipher.Bytes;
import org.throng.curve.SecretKey;
import org.throng.identity.Nip19;

/**
 * What a thief finds who dumps the heap of a locked node: a child process uses a key in every way and locks, then its
 * whole heap, dead objects included, is searched for the key and its negative in every form that a program could leave.
 */
class HeapAfterLockTest {
    private static final BigInteger ORDER =
            new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);

    @TempDir
    Path temp;

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseSerialGC", "-XX:+UseG1GC", "-XX:+UseParallelGC"})
    void noFormOfTheKeyIsLeft(String collector) throws Exception {
        byte[] scalar = randomScalar();
        assertEquals(List.of(), found(scalar, dump(scalar, collector)));
    }

    @Test
    void forgottenKeyWouldBeFound() throws Exception {
        byte[] scalar = randomScalar();
        assertEquals(List.of("raw"), found(scalar, dump(scalar, "-XX:+UseSerialGC", "forget")));
    }

    @Test
    void everyFormIsSearchedFor() {
        byte[] scalar = randomScalar();
        for (Map.Entry<String, byte[]> form : forms(scalar).entrySet()) {
            byte[] heap = Bytes.join(new byte[1000], form.getValue(), new byte[10]);
            assertTrue(found(scalar, heap).contains(form.getKey()), form.getKey());
        }
    }

    private byte[] dump(byte[] scalar, String collector, String... more) throws IOException, InterruptedException {
        Path heap = temp.resolve("heap.hprof");
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                collector,
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                HeapAfterLock.class.getName(),
                temp.resolve("identity").toString(),
                heap.toString()));
        command.addAll(List.of(more));
        Process child = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(temp.resolve("out").toFile())
                .start();
        try (OutputStream in = child.getOutputStream();
                SecretKey secret = SecretKey.of(scalar)) {
            in.write(new String(Nip19.insecureNsec(secret)).getBytes(StandardCharsets.US_ASCII));
        }
        assertTrue(child.waitFor(120, TimeUnit.SECONDS), "the child process did not end in two minutes");
        assertEquals(0, child.exitValue(), Files.readString(temp.resolve("out")));
        return Files.readAllBytes(heap);
    }

    /** The first half of a form alone counts: a collection may have laid something over the rest. */
    private static List<String> found(byte[] scalar, byte[] heap) {
        Map<String, byte[]> halves = new LinkedHashMap<>();
        forms(scalar).forEach((name, form) -> halves.put(name, Arrays.copyOf(form, form.length / 2)));
        BitSet beginnings = new BitSet(1 << 16);
        halves.values().forEach(half -> beginnings.set(beginning(half, 0)));
        Set<String> found = new LinkedHashSet<>();
        for (int at = 0; at < heap.length - 1; at++) {
            if (beginnings.get(beginning(heap, at))) {
                addThoseAt(at, heap, halves, found);
            }
        }
        return List.copyOf(found);
    }

    private static int beginning(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }

    private static void addThoseAt(int at, byte[] heap, Map<String, byte[]> halves, Set<String> found) {
        halves.forEach((name, half) -> {
            if (at + half.length <= heap.length && Arrays.equals(heap, at, at + half.length, half, 0, half.length)) {
                found.add(name);
            }
        });
    }

    /** A heap dump has arrays of numbers in big-endian order, and the bytes of strings as they lie in memory. */
    private static Map<String, byte[]> forms(byte[] scalar) {
        Map<String, byte[]> forms = new LinkedHashMap<>();
        forms(forms, "", scalar);
        byte[] negative = unsigned(ORDER.subtract(new BigInteger(1, scalar)));
        forms(forms, "negative, ", negative);
        return forms;
    }

    private static void forms(Map<String, byte[]> forms, String prefix, byte[] scalar) {
        forms.put(prefix + "raw", scalar); // also BigInteger's int[], most significant first
        forms.put(prefix + "raw backwards", reversed(scalar, 1));
        forms.put(prefix + "int[] limbs, least significant first", reversed(scalar, 4));
        forms.put(prefix + "long[] limbs, least significant first", reversed(scalar, 8));
        String hex = Bytes.hex(scalar);
        String upper = hex.toUpperCase(java.util.Locale.ROOT);
        String bech32 = bech32(scalar);
        for (String text : List.of(hex, upper, bech32, bech32.toUpperCase(java.util.Locale.ROOT))) {
            String name = prefix
                    + (text.length() == 64 ? "hex " : "bech32 ")
                    + (text.equals(upper) ? "upper " : "")
                    + Character.isUpperCase(text.charAt(text.length() - 1));
            forms.put(name + " latin-1", text.getBytes(StandardCharsets.ISO_8859_1));
            forms.put(name + " utf-16 be", text.getBytes(StandardCharsets.UTF_16BE));
            forms.put(name + " utf-16 le", text.getBytes(StandardCharsets.UTF_16LE));
        }
    }

    /** The data part without its checksum: what stands behind {@code nsec1}. */
    private static String bech32(byte[] scalar) {
        try (SecretKey secret = SecretKey.of(scalar)) {
            return new String(Nip19.insecureNsec(secret)).substring(5, 57);
        }
    }

    private static byte[] reversed(byte[] bytes, int limb) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i += limb) {
            System.arraycopy(bytes, i, reversed, bytes.length - i - limb, limb);
        }
        return reversed;
    }

    private static byte[] unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[32];
        int length = Math.min(32, bytes.length);
        System.arraycopy(bytes, bytes.length - length, fixed, 32 - length, length);
        return fixed;
    }

    private static byte[] randomScalar() {
        byte[] scalar = new byte[32];
        do {
            new SecureRandom().nextBytes(scalar);
        } while (!SecretKey.isValid(scalar) || scalar[0] == 0);
        return scalar;
    }
}
