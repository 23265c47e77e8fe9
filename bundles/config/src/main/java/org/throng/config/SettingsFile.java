// SPDX-License-Identifier: MIT
package org.throng.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** The files {@code etc/PID.cfg}: Java properties in UTF-8. */
final class SettingsFile {
    private static final String ENDING = ".cfg";
    private static final long MAX_BYTES = 1 << 20;

    private SettingsFile() {}

    /** What a folder looks like from outside: enough to see that something changed. */
    static Map<Path, String> stamps(Path folder) throws IOException {
        Map<Path, String> stamps = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            return stamps;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + ENDING)) {
            for (Path file : files) {
                try {
                    FileTime time = Files.getLastModifiedTime(file);
                    stamps.put(file, time.toMillis() + ":" + Files.size(file));
                } catch (NoSuchFileException e) {
                    stamps.remove(file); // deleted between the listing and here: the next look sees that
                }
            }
        }
        return stamps;
    }

    static String pid(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - ENDING.length());
    }

    /** @throws IOException where it is too large, not UTF-8, or not Java properties */
    static Map<String, String> read(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException("expected at most 1 MiB");
        }
        Properties properties = new Properties();
        try (Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(text);
        } catch (CharacterCodingException e) {
            throw new IOException("expected UTF-8", e);
        } catch (IllegalArgumentException e) {
            throw new IOException("expected lines of key = value", e);
        }
        Map<String, String> values = new HashMap<>();
        properties.forEach((key, value) -> values.put((String) key, ((String) value).trim()));
        return values;
    }
}
