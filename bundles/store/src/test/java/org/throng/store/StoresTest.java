// SPDX-License-Identifier: MIT
package org.throng.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoresTest {
    private static final Stores FAST = named("fast");
    private static final Stores PLAIN = named("plain");

    @TempDir
    private Path folder;

    private static Stores named(String name) {
        return new Stores() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Store open(Path folder) throws StoreException {
                throw new StoreException("not in this test");
            }
        };
    }

    private String chosen(String wanted, Stores... best) throws StoreException {
        return Stores.choose(List.of(best), folder, wanted).name();
    }

    @Test
    void newFolderGetsTheBestOrTheWantedOne() throws StoreException {
        assertEquals("fast", chosen("", FAST, PLAIN));
        assertEquals("plain", chosen("plain", FAST, PLAIN));
        assertEquals(
                "fast",
                Stores.choose(List.of(FAST), folder.resolve("missing"), "").name());
    }

    @Test
    void folderThatHoldsAStoreIsOpenedWithItsVariant() throws IOException {
        Files.createDirectory(folder.resolve("plain"));
        Files.writeString(folder.resolve("lock"), "");
        assertEquals("plain", chosen("", FAST, PLAIN));
        assertEquals("plain", chosen("plain", FAST, PLAIN));
    }

    @Test
    void anotherVariantThanTheOneThatLiesThereIsRefused() throws IOException {
        Files.createDirectory(folder.resolve("plain"));
        StoreException refused = assertThrows(StoreException.class, () -> chosen("fast", FAST, PLAIN));
        assertTrue(refused.getMessage().contains("'plain' and not of 'fast'"), refused.getMessage());
    }

    @Test
    void storeOfAVariantThatIsNotAtHandIsNotReplacedByAnEmptyOne() throws IOException {
        Files.createDirectory(folder.resolve("plain"));
        StoreException refused = assertThrows(StoreException.class, () -> chosen("", FAST));
        assertTrue(refused.getMessage().contains("no bundle offers the store 'plain'"), refused.getMessage());
        assertThrows(StoreException.class, () -> Stores.choose(List.of(FAST), folder.resolve("missing"), "other"));
    }
}
