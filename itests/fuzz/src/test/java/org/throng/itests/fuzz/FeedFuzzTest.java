// SPDX-License-Identifier: MIT
package org.throng.itests.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.throng.event.MalformedException;
import org.throng.feed.Checkpoint;
import org.throng.feed.Crowds;
import org.throng.feed.EntryBundle;
import org.throng.feed.SignedNote;
import org.throng.feed.Tables;
import org.throng.feed.Tick;
import org.throng.feed.Tile;
import org.throng.feed.VerifierKey;

/** What a relay's feed serves, read as each thing that it may be: what is taken is exactly what would be written. */
class FeedFuzzTest {
    static Stream<Arguments> seeds() {
        return Stream.of(
                        Seeds.hex("feed", "tick"),
                        Seeds.hex("feed", "crowds"),
                        Seeds.hex("feed", "bundle"),
                        Seeds.texts("tile/0/x001/x234/067", "tile/entries/x001/000.p/255", "a\n1\n=\n\n— a AAAAAAA=\n"))
                .flatMap(seeds -> seeds);
    }

    /** Reads one form. */
    private interface Reading {
        void read() throws MalformedException;
    }

    private static void attempt(Reading reading) {
        try {
            reading.read();
        } catch (MalformedException e) {
            assertTrue(e.getMessage().length() < 200);
        }
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "20s")
    void takenIsWhatWouldBeWritten(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        attempt(() -> assertArrayEquals(bytes, Tick.read(bytes).bytes()));
        attempt(() -> assertArrayEquals(bytes, Crowds.read(bytes).bytes()));
        attempt(() -> assertArrayEquals(bytes, Tables.read(bytes).bytes()));
        attempt(() -> assertArrayEquals(bytes, EntryBundle.write(EntryBundle.read(bytes, 3))));
        attempt(() -> assertArrayEquals(bytes, SignedNote.read(bytes).bytes()));
        attempt(() -> assertEquals(text, Checkpoint.read(text).text()));
        attempt(() -> assertEquals(text, VerifierKey.read(text).text()));
        Tile.read(text).ifPresent(tile -> assertEquals(text, tile.path()));
    }
}
