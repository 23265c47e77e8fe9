// SPDX-License-Identifier: MIT
package org.throng.itests.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.throng.curve.PublicKey;
import org.throng.event.MalformedException;
import org.throng.itests.vectors.Vectors;
import org.throng.parcel.file.FileKey;
import org.throng.parcel.file.Manifest;
import org.throng.parcel.rumor.Rumor;

/** JSON of a manifest: what is read is the rumor that would be made, with as many chunks as its size asks for. */
class ManifestFuzzTest {
    private static final PublicKey A =
            PublicKey.ofHex(Vectors.find("rumor", "smallest").text("A"));

    static Stream<Arguments> seeds() {
        return Seeds.hex("files", "rumor");
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "20s")
    void manifestIsTheRumorThatWouldBeMade(byte[] json) {
        try {
            Rumor rumor = Rumor.read(json, A);
            Manifest manifest = Manifest.read(rumor);
            assertEquals(rumor, manifest.rumor(A, rumor.createdAt()));
            assertEquals(FileKey.chunks(manifest.size()), manifest.bodies().size());
        } catch (MalformedException e) {
            assertTrue(e.getMessage().length() < 200);
        }
    }
}
