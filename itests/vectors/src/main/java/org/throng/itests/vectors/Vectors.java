// SPDX-License-Identifier: MIT
package org.throng.itests.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The vectors of docs/vectors, our own data under the project's licence (MIT); see the README there for format and origin.
 * They are read where they lie, so that a changed file is tested at once.
 */
public final class Vectors {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Vectors() {}

    /**
     * One case of a scenario.
     *
     * @param given all that the tested side gets
     * @param values what a good case comes to, intermediate values included; a missing node where there are none
     * @param ok whether it is to be taken, or dropped
     * @param why the reason
     */
    public record Case(String name, JsonNode given, JsonNode values, boolean ok, String why) {
        /** Whether a value is given. */
        public boolean has(String field) {
            return given.has(field);
        }

        /** A given value, hex. */
        public byte[] bytes(String field) {
            return hex(given, field);
        }

        /** A given value, a string as it stands. */
        public String text(String field) {
            return node(given, field).asText();
        }

        /** A given value, a number. */
        public int number(String field) {
            return node(given, field).asInt();
        }

        /** A value of a good case, as text. */
        public String value(String field) {
            return node(values, field).asText();
        }

        /** A value of a good case, hex. */
        public byte[] valueBytes(String field) {
            return hex(values, field);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** All cases of {@code docs/vectors/NAME.json}. */
    public static List<Case> cases(String scenario) {
        List<Case> cases = new ArrayList<>();
        for (JsonNode one : node(scenario(scenario), "cases")) {
            String expect = node(one, "expect").asText();
            if (!expect.equals("ok") && !expect.equals("drop")) {
                throw new IllegalStateException("expect is ok or drop, got " + expect);
            }
            cases.add(new Case(
                    node(one, "name").asText(),
                    node(one, "given"),
                    one.path("values"),
                    expect.equals("ok"),
                    node(one, "why").asText()));
        }
        return cases;
    }

    /** One case by its name. */
    public static Case find(String scenario, String name) {
        return cases(scenario).stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no case '" + name + "' in " + scenario));
    }

    /** The whole file. */
    public static JsonNode scenario(String scenario) {
        Path file = docs().resolve("vectors").resolve(scenario + ".json");
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new IllegalStateException("expected vectors in " + file, e);
        }
    }

    /** The project's docs folder: the first above the working directory. */
    public static Path docs() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("docs").resolve("vectors"))) {
                return folder.resolve("docs");
            }
        }
        throw new IllegalStateException("no docs/vectors above " + Path.of("").toAbsolutePath());
    }

    /** A member that must be there. */
    public static JsonNode node(JsonNode object, String field) {
        JsonNode node = object.get(field);
        if (node == null) {
            throw new IllegalArgumentException("no '" + field + "' in this case");
        }
        return node;
    }

    /** A member that must be there, lower-case hex. */
    public static byte[] hex(JsonNode object, String field) {
        return HexFormat.of().parseHex(node(object, field).asText());
    }
}
