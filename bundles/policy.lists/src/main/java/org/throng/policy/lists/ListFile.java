// SPDX-License-Identifier: MIT
package org.throng.policy.lists;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.throng.event.MalformedException;
import org.throng.event.StrictJson;
import org.throng.home.PrivateFile;
import org.throng.policy.Lists;
import org.throng.policy.Subject;

/**
 * Both lists on the disk, whole or not at all.
 *
 * <pre>
 * {"version":1,"banned":[{"what":"key","value":"…","reason":"…"},…],"allowed":[…]}
 * </pre>
 */
final class ListFile {
    private static final long VERSION = 1;
    private static final int MAX_BYTES = 128 << 20;

    private final Path file;

    ListFile(Path file) {
        this.file = file;
    }

    /** @throws IOException where it is there and cannot be understood */
    Rules read() throws IOException {
        if (!Files.exists(file)) {
            return new Rules(Map.of(), Map.of());
        }
        try {
            Object json = StrictJson.read(PrivateFile.read(file, MAX_BYTES));
            if (!(json instanceof Map<?, ?> members) || !Long.valueOf(VERSION).equals(members.get("version"))) {
                throw new MalformedException("expected an object of version " + VERSION);
            }
            return new Rules(entries(members.get("banned")), entries(members.get("allowed")));
        } catch (MalformedException e) {
            throw new IOException(file + " is damaged: " + e.getMessage(), e);
        }
    }

    private static Map<Subject, Lists.Entry> entries(Object json) throws MalformedException {
        if (!(json instanceof List<?> elements) || elements.size() > Lists.MOST) {
            throw new MalformedException("expected a list of at most " + Lists.MOST + " entries");
        }
        Map<Subject, Lists.Entry> entries = new LinkedHashMap<>();
        for (Object element : elements) {
            if (!(element instanceof Map<?, ?> members)
                    || !(members.get("what") instanceof String what)
                    || !(members.get("value") instanceof String value)
                    || !(members.get("reason") instanceof String reason)) {
                throw new MalformedException("expected entries with what, value and reason");
            }
            Subject subject = Subject.read(what, value);
            entries.put(subject, new Lists.Entry(subject, reason));
        }
        return entries;
    }

    void write(Rules rules) throws IOException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", VERSION);
        json.put("banned", json(rules.banned()));
        json.put("allowed", json(rules.allowed()));
        PrivateFile.folder(file.getParent());
        PrivateFile.replace(file, StrictJson.write(json).getBytes(StandardCharsets.UTF_8));
    }

    private static List<Object> json(Map<Subject, Lists.Entry> entries) {
        List<Object> json = new ArrayList<>();
        for (Lists.Entry entry : entries.values()) {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("what", entry.subject().what());
            members.put("value", entry.subject().value());
            members.put("reason", entry.reason());
            json.add(members);
        }
        return json;
    }
}
