// SPDX-License-Identifier: MIT
package org.throng.parcel.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.throng.cipher.Bytes;
import org.throng.cipher.Sha256;
import org.throng.curve.PublicKey;
import org.throng.event.EventId;
import org.throng.event.MalformedException;
import org.throng.itests.vectors.Vectors;
import org.throng.itests.vectors.Vectors.Case;
import org.throng.parcel.rumor.Rumor;

/** Data: docs/vectors/files.json. */
class FileVectorsTest {
    static List<Case> cases() {
        return Vectors.cases("files");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void caseAgrees(Case c) throws Exception {
        if (c.has("chunks")) {
            assertEquals(c.values().get("padded").asLong(), Padme.pad(c.number("chunks")));
        } else if (c.has("j")) {
            FileKey key = FileKey.of(c.bytes("fileKey"));
            assertEquals(c.value("key"), Bytes.hex(key.chunkKey(c.number("j"), c.number("n"))));
        } else if (c.has("size")) {
            assertFile(c);
        } else {
            assertManifest(c);
        }
    }

    private static void assertFile(Case c) {
        byte[] file = file(c.number("size"));
        assertEquals(c.value("fileSha256"), Bytes.hex(Sha256.of(file)));
        FileKey key = FileKey.of(c.bytes("fileKey"));
        int n = (int) FileKey.chunks(file.length);
        assertEquals(c.values().get("chunkSha256").size(), n);
        for (int j = 0; j < n; j++) {
            int from = j * FileKey.CHUNK_LENGTH;
            byte[] clear = Arrays.copyOfRange(file, from, Math.min(from + FileKey.CHUNK_LENGTH, file.length));
            byte[] sealed = key.seal(j, n, clear);
            assertEquals(text(c, "chunkSha256", j), Bytes.hex(Sha256.of(sealed)));
            assertEquals(text(c, "firstBytes", j), Bytes.hex(Arrays.copyOf(sealed, 32)));
            byte[] opened = key.open(j, n, sealed).orElseThrow();
            assertArrayEquals(Arrays.copyOf(clear, FileKey.CHUNK_LENGTH), opened);
            assertFalse(key.open(1 - j, n, sealed).isPresent());
            assertFalse(key.open(j, n + 1L, sealed).isPresent());
        }
    }

    private static String text(Case c, String field, int index) {
        return c.values().get(field).get(index).asText();
    }

    /** Blocks of SHA-256("throng vector file" ‖ i), where i is empty, 1, 2 and so on. */
    private static byte[] file(int size) {
        byte[] file = new byte[size];
        for (int i = 0; 32 * i < size; i++) {
            String name = "throng vector file" + (i == 0 ? "" : i);
            byte[] block = Sha256.of(name.getBytes(StandardCharsets.UTF_8));
            System.arraycopy(block, 0, file, 32 * i, Math.min(32, size - 32 * i));
        }
        return file;
    }

    private static void assertManifest(Case c) throws MalformedException {
        byte[] json = c.bytes("rumor");
        PublicKey writer = PublicKey.ofHex(new String(json, StandardCharsets.UTF_8).substring(11, 75));
        Rumor rumor = Rumor.read(json, writer);
        if (!c.ok()) {
            assertThrows(MalformedException.class, () -> Manifest.read(rumor), c.why());
            return;
        }
        Manifest manifest = Manifest.read(rumor);
        List<EventId> bodies = new ArrayList<>();
        for (JsonNode body : c.values().get("bodies")) {
            bodies.add(EventId.ofHex(body.asText()));
        }
        Manifest expected = new Manifest(
                c.value("mime"),
                c.values().get("size").asLong(),
                c.value("sha"),
                FileKey.of(c.valueBytes("fileKey")),
                bodies);
        assertEquals(expected, manifest);
        assertEquals(
                c.value("id"), manifest.rumor(writer, rumor.createdAt()).id().hex());
        assertArrayEquals(json, manifest.rumor(writer, rumor.createdAt()).json());
        assertFalse(manifest.isNested());
    }

    @ParameterizedTest
    @CsvSource({"0,1", "1,1", "32752,1", "32753,2", "8388608,272"})
    void fileHasAPaddedNumberOfChunks(long size, long chunks) {
        assertEquals(chunks, FileKey.chunks(size));
    }

    @Test
    void paddingCostsAtMostTwelvePercent() {
        for (long m = 1; m < 20_000; m++) {
            long padded = Padme.pad(m);
            assertTrue(padded >= m && padded <= m + m * 12 / 100 + 1, "PADMÉ of " + m);
            assertEquals(padded, Padme.pad(padded));
        }
    }
}
