// SPDX-License-Identifier: MIT
package org.throng.management;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.throng.event.MalformedException;
import org.throng.event.StrictJson;
import org.throng.home.PrivateFile;
import org.throng.relay.Management.Looks;

/** What calls changed about a relay's looks, on the disk: an object with {@code name}, {@code description}, {@code icon}. */
final class LooksFile {
    private static final int MAX_BYTES = 64 << 10;

    private final Path file;

    LooksFile(Path file) {
        this.file = file;
    }

    /** @throws IOException where it is there and cannot be understood */
    Looks read() throws IOException {
        if (!Files.exists(file)) {
            return Looks.UNCHANGED;
        }
        try {
            if (!(StrictJson.read(PrivateFile.read(file, MAX_BYTES)) instanceof Map<?, ?> members)) {
                throw new MalformedException("expected an object");
            }
            return new Looks(text(members, "name"), text(members, "description"), text(members, "icon"));
        } catch (MalformedException e) {
            throw new IOException(file + " is damaged: " + e.getMessage(), e);
        }
    }

    private static Optional<String> text(Map<?, ?> members, String name) {
        return members.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    void write(Looks looks) throws IOException {
        Map<String, Object> json = new LinkedHashMap<>();
        looks.name().ifPresent(name -> json.put("name", name));
        looks.description().ifPresent(description -> json.put("description", description));
        looks.icon().ifPresent(icon -> json.put("icon", icon));
        PrivateFile.folder(file.getParent());
        PrivateFile.replace(file, StrictJson.write(json).getBytes(StandardCharsets.UTF_8));
    }
}
