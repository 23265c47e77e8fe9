// SPDX-License-Identifier: MIT
package org.throng.itests.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What every source file has, and what none has. */
class SourcesTest {
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final Set<String> NOT_OURS = Set.of("target", "node_modules", ".git");
    private static final String LICENCE = "SPDX-License-Identifier: MIT";
    private static final List<String> ENDINGS = List.of(".java", ".xml", ".mjs", ".js", ".sh", ".bnd");

    @Test
    void everySourceFileBeginsWithItsLicence() throws IOException {
        assertEquals(List.of(), failing(file -> ENDINGS.stream().noneMatch(file.toString()::endsWith) || has(file)));
    }

    /** The first line; in XML and scripts it may come after the line that must be first. */
    private static boolean has(Path file) {
        List<String> head = lines(file);
        boolean later = !head.isEmpty()
                && (head.get(0).startsWith("<?xml") || head.get(0).startsWith("#!"));
        return head.stream().limit(later ? 2 : 1).anyMatch(line -> line.contains(LICENCE));
    }

    @Test
    void everyPackageSaysWhatItIs() throws IOException {
        Set<Path> packages = new TreeSet<>();
        for (Path file : files()) {
            if (file.toString().endsWith(".java") && file.toString().contains("/src/main/java/")) {
                packages.add(file.getParent());
            }
        }
        assertFalse(packages.isEmpty());
        packages.removeIf(folder -> Files.isRegularFile(folder.resolve("package-info.java"))
                && lines(folder.resolve("package-info.java")).stream().anyMatch(line -> line.startsWith("/**")));
        assertEquals(Set.of(), packages);
    }

    @Test
    void noClassIsNamedForNothing() throws IOException {
        assertEquals(
                List.of(),
                failing(
                        file -> !file.getFileName()
                                .toString()
                                .matches(
                                        "([A-Z]\\w*)?(Impl|Utils?|Helpers?|Activator|Abstract\\w*|[a-z]Service|I[A-Z][a-z]\\w*)\\.java")));
    }

    @Test
    void noFolderIsCalledCoreCommonOrUtil() throws IOException {
        assertEquals(
                List.of(), failing(file -> !file.toString().matches(".*/(core|common|utils?|helpers?)/[^/]*\\.java")));
    }

    @Test
    void nobodyWritesOsgiXml() throws IOException {
        assertEquals(List.of(), failing(file -> !file.toString().contains("/OSGI-INF/")));
    }

    private static List<Path> failing(Predicate<Path> rule) throws IOException {
        return files().stream().filter(rule.negate()).map(ROOT::relativize).toList();
    }

    private static List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return NOT_OURS.contains(folder.getFileName().toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                files.add(file);
                return FileVisitResult.CONTINUE;
            }
        });
        assertFalse(files.isEmpty());
        return files;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
