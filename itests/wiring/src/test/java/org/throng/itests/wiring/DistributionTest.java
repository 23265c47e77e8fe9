// SPDX-License-Identifier: MIT
package org.throng.itests.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The feature files and the repository of the distribution fit each other. */
class DistributionTest {
    @Test
    void everyBundleOfAFeatureIsInTheRepository() throws IOException {
        List<String> missing = new ArrayList<>();
        for (String role : Distribution.ROLES) {
            for (Distribution.Part part : Distribution.parts(role)) {
                if (!Files.isRegularFile(part.jar())) {
                    missing.add(role + ": " + part.jar());
                }
            }
        }
        assertEquals(List.of(), missing);
    }

    @Test
    void nodeIsRelayAndClientTogether() throws IOException {
        Set<Distribution.Part> both = new java.util.HashSet<>(Distribution.parts("relay"));
        both.addAll(Distribution.parts("client"));
        assertEquals(names(both), names(Distribution.parts("node")));
        assertEquals(both, Set.copyOf(Distribution.parts("node")), "start levels differ");
    }

    @Test
    void noFeatureNamesABundleTwice() throws IOException {
        for (String role : Distribution.ROLES) {
            List<Distribution.Part> parts = Distribution.parts(role);
            assertEquals(names(parts).size(), parts.size(), role);
        }
    }

    @Test
    void rolesStartInTheSameFramework() throws IOException {
        for (String role : Distribution.ROLES) {
            assertEquals(Distribution.properties("node"), Distribution.properties(role), role);
        }
    }

    @Test
    void everyJarOfTheRepositoryIsUsed() throws IOException {
        Set<Path> used = new TreeSet<>();
        for (String role : Distribution.ROLES) {
            Distribution.parts(role).forEach(part -> used.add(part.jar()));
        }
        List<String> missing = new ArrayList<>();
        try (var lists = Files.newDirectoryStream(Distribution.FOLDER.resolve("conf"), "*.classpath")) {
            for (Path list : lists) {
                for (String line : Files.readAllLines(list)) {
                    Path jar = Distribution.FOLDER.resolve(line);
                    used.add(jar);
                    if (!Files.isRegularFile(jar)) {
                        missing.add(list.getFileName() + ": " + line);
                    }
                }
            }
        }
        assertEquals(List.of(), missing, "named on a class path, and not there");
        List<Path> idle =
                Distribution.jars().stream().filter(jar -> !used.contains(jar)).toList();
        assertEquals(List.of(), idle, "in the repository, and in no feature and on no class path");
    }

    @Test
    void everyPluginIsABundleThatNoFeatureNamesAndHasTheNameOfItsFile() throws IOException {
        List<Path> plugins = Distribution.plugins();
        assertFalse(plugins.isEmpty());
        for (Path plugin : plugins) {
            try (JarFile jar = new JarFile(plugin.toFile())) {
                Attributes headers = jar.getManifest().getMainAttributes();
                String name = headers.getValue("Bundle-SymbolicName");
                assertEquals("org.throng." + plugin.getFileName(), name + ".jar");
                assertNotNull(headers.getValue("Bundle-Description"), name);
                for (String role : Distribution.ROLES) {
                    assertFalse(names(Distribution.parts(role)).contains(name), name + " is part of " + role);
                }
            }
        }
    }

    @Test
    void archiveHasLessThanFortyFiveMegabytes() throws IOException {
        try (var archives = Files.newDirectoryStream(Distribution.FOLDER.getParent(), "throng-*.tar.gz")) {
            for (Path archive : archives) {
                if (!archive.getFileName().toString().contains("-linux-")) {
                    assertTrue(Files.size(archive) < 45_000_000, archive + " has " + Files.size(archive) + " bytes");
                }
            }
        }
    }

    private static Set<String> names(Iterable<Distribution.Part> parts) {
        Set<String> names = new TreeSet<>();
        parts.forEach(part -> names.add(part.name()));
        return names.stream().collect(Collectors.toCollection(TreeSet::new));
    }
}
