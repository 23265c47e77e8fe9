// SPDX-License-Identifier: MIT
package org.throng.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsFileTest {
    @TempDir
    private Path folder;

    @Test
    void fileHasPropertiesInUtf8() throws Exception {
        Path file = folder.resolve("org.throng.relay.events.cfg");
        Files.writeString(file, "# ours\nname = Größe  \nmax.limit=5\nempty =\n");
        assertEquals("org.throng.relay.events", SettingsFile.pid(file));
        assertEquals(Map.of("name", "Größe", "max.limit", "5", "empty", ""), SettingsFile.read(file));
    }

    @Test
    void fileThatIsNotUtf8OrNoPropertiesOrTooLargeIsRefusedWithWhatWasExpected() throws Exception {
        Path file = folder.resolve("x.cfg");
        Files.write(file, new byte[] {'a', '=', (byte) 0xff});
        assertRefused("expected UTF-8", file);
        Files.writeString(file, "a = \\u12");
        assertRefused("expected lines of key = value", file);
        Files.write(file, new byte[(1 << 20) + 1]);
        assertRefused("expected at most 1 MiB", file);
    }

    private static void assertRefused(String why, Path file) {
        assertEquals(
                why,
                assertThrows(IOException.class, () -> SettingsFile.read(file)).getMessage());
    }

    @Test
    void stampsShowEachChangeAndOnlySettings() throws Exception {
        assertEquals(Map.of(), SettingsFile.stamps(folder.resolve("none")));
        Path file = folder.resolve("x.cfg");
        Files.writeString(file, "a = 1");
        Files.writeString(folder.resolve("x.cfg.swp"), "");
        Map<Path, String> before = SettingsFile.stamps(folder);
        assertEquals(Set.of(file), before.keySet());
        Files.writeString(file, "a = 12");
        assertNotEquals(before, SettingsFile.stamps(folder));
    }
}
