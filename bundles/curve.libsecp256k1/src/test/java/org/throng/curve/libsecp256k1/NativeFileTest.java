// SPDX-License-Identifier: MIT
package org.throng.curve.libsecp256k1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.throng.home.PrivateFile;

class NativeFileTest {
    private static final String SYSTEM = System.getProperty("os.name");
    private static final String PROCESSOR = System.getProperty("os.arch");

    @TempDir
    Path temp;

    @Test
    void nothingIsLeftInAFolderThatIsItsOwnersAlone() throws IOException {
        Path folder = temp.resolve("cache/library");
        Files.createDirectories(folder);
        Files.createFile(folder.resolve("4711.so")); // of a process that was killed
        NativeFile.load(folder, SYSTEM, PROCESSOR);
        assertFalse(PrivateFile.isOpenToOthers(folder));
        assertEquals(List.of(), content(folder));
    }

    @Test
    void otherMachinesAreToldWhatItIsFor() {
        IOException processor = assertThrows(IOException.class, () -> NativeFile.load(temp, "Linux", "riscv64"));
        assertEquals("it comes for Linux on x86-64 and arm64, and this is Linux on riscv64", processor.getMessage());
        assertThrows(IOException.class, () -> NativeFile.load(temp, "Mac OS X", "aarch64"));
    }

    @Test
    void libraryOfAnotherProcessorIsNotLoadedAndNothingIsLeft() throws IOException {
        String other = PROCESSOR.equals("aarch64") ? "amd64" : "aarch64";
        UnsatisfiedLinkError error =
                assertThrows(UnsatisfiedLinkError.class, () -> NativeFile.load(temp, "Linux", other));
        assertTrue(error.getMessage().contains(".so"), error.getMessage());
        assertEquals(List.of(), content(temp));
    }

    @Test
    void folderThatCannotBeMadeIsNamed() throws IOException {
        Path file = Files.createFile(temp.resolve("file"));
        IOException error =
                assertThrows(IOException.class, () -> NativeFile.load(file.resolve("below"), SYSTEM, PROCESSOR));
        assertTrue(error.getMessage().contains(file.toString()), error.getMessage());
    }

    private static List<Path> content(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
