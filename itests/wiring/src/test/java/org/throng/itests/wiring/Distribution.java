// SPDX-License-Identifier: MIT
package org.throng.itests.wiring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The distribution that the build made, read from outside: its feature files and its repository. */
final class Distribution {
    static final Path FOLDER =
            Path.of(System.getProperty("throng.distribution")).toAbsolutePath().normalize();
    static final List<String> ROLES = List.of("relay", "client", "node");

    private Distribution() {}

    /** A bundle that a feature names. */
    record Part(Path jar, int startLevel) {
        /** {@code org.throng.scheme.direct} of its jar in Maven's layout. */
        String name() {
            return jar.getParent().getParent().getFileName().toString();
        }

        boolean isOurs() {
            return name().startsWith("org.throng.") && !name().startsWith("org.throng.lib.");
        }
    }

    static JsonNode feature(String role) throws IOException {
        return new ObjectMapper()
                .readTree(FOLDER.resolve("features").resolve(role + ".json").toFile());
    }

    static List<Part> parts(String role) throws IOException {
        List<Part> parts = new ArrayList<>();
        for (JsonNode bundle : feature(role).get("bundles")) {
            String[] id = bundle.get("id").asText().split(":");
            Path folder = repository().resolve(id[0].replace('.', '/')).resolve(id[1]);
            parts.add(new Part(
                    folder.resolve(id[2]).resolve(id[1] + "-" + id[2] + ".jar"),
                    bundle.get("start-level").asInt()));
        }
        return parts;
    }

    /** The feature's layer of the settings: by PID, then by key. */
    static Map<String, Map<String, String>> settings(String role) throws IOException {
        Map<String, Map<String, String>> settings = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> configuration :
                feature(role).get("configurations").properties()) {
            Map<String, String> values = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> value : configuration.getValue().properties()) {
                values.put(value.getKey(), value.getValue().asText());
            }
            settings.put(configuration.getKey(), values);
        }
        return settings;
    }

    /** Properties for the framework. */
    static Map<String, String> properties(String role) throws IOException {
        Map<String, String> properties = new LinkedHashMap<>();
        for (JsonNode line : feature(role).at("/extensions/framework-launching-properties/text")) {
            String[] pair = line.asText().split("=", 2);
            properties.put(pair[0], pair[1]);
        }
        return properties;
    }

    /** Filters of the services that make the role ready. */
    static List<String> awaited(String role) throws IOException {
        List<String> filters = new ArrayList<>();
        feature(role).at("/extensions/throng-ready/text").forEach(line -> filters.add(line.asText()));
        return filters;
    }

    static Path repository() {
        return FOLDER.resolve("repo");
    }

    static List<Path> jars() throws IOException {
        try (Stream<Path> files = Files.walk(repository())) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    /** Optional bundles, which no feature names. */
    static List<Path> plugins() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER.resolve("plugins"))) {
            return files.sorted().toList();
        }
    }

    /** The jar of one bundle of ours. */
    static Path jar(String name) throws IOException {
        return jars().stream()
                .filter(jar ->
                        jar.getParent().getParent().getFileName().toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no bundle " + name + " in " + repository()));
    }
}
