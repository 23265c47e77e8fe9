// SPDX-License-Identifier: MIT
package org.throng.itests.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/**
 * Arrows point at contracts: roles → contracts ← plugins. Read from what every jar of the distribution imports, so that
 * nothing that the build lets through is overlooked.
 */
class ArrowsTest {
    /** Bundles whose packages others may import, lowest first: a contract imports only those before it. */
    private static final List<String> CONTRACTS = List.of(
            "cipher",
            "home",
            "curve",
            "event",
            "identity",
            "backup",
            "parcel",
            "feed",
            "scheme",
            "session",
            "transport",
            "store",
            "mailbox",
            "mail",
            "http",
            "policy",
            "relay");

    /** What a relay must not even be able to name. */
    private static final Set<String> LETTERS =
            Set.of("identity", "scheme", "session", "mail", "mailbox", "backup", "transport");

    private static final String OURS = "org.throng.";

    @Test
    void everyImportOfOursIsAContract() throws IOException {
        List<String> wrong = new ArrayList<>();
        imports()
                .forEach((bundle, imported) -> imported.forEach(name -> {
                    if (!name.equals(bundle) && !CONTRACTS.contains(name)) {
                        wrong.add(bundle + " → " + name);
                    }
                }));
        assertEquals(List.of(), wrong, "arrows that do not point at a contract");
    }

    @Test
    void contractKnowsOnlyLowerContracts() throws IOException {
        List<String> wrong = new ArrayList<>();
        Map<String, Set<String>> imports = imports();
        for (String contract : CONTRACTS) {
            for (String name : imports.getOrDefault(contract, Set.of())) {
                if (CONTRACTS.indexOf(name) > CONTRACTS.indexOf(contract)) {
                    wrong.add(contract + " → " + name);
                }
            }
        }
        assertEquals(List.of(), wrong, "contracts that know a higher one");
    }

    @Test
    void relayCannotNameALetter() throws IOException {
        List<String> wrong = new ArrayList<>();
        imports().forEach((bundle, imported) -> {
            if (bundle.startsWith("relay")) {
                imported.stream().filter(LETTERS::contains).forEach(name -> wrong.add(bundle + " → " + name));
            }
        });
        assertEquals(List.of(), wrong);
    }

    @Test
    void onlyContractsExport() throws IOException {
        for (Path jar : jars()) {
            try (JarFile file = new JarFile(jar.toFile())) {
                String name = file.getManifest().getMainAttributes().getValue("Bundle-SymbolicName");
                String exports = file.getManifest().getMainAttributes().getValue("Export-Package");
                if (name != null && name.startsWith(OURS) && !name.startsWith(OURS + "lib.") && exports != null) {
                    assertTrue(
                            CONTRACTS.contains(name.substring(OURS.length())),
                            name + " is no contract and exports " + exports);
                    for (String clause : clauses(exports)) {
                        assertTrue(clause.contains(";version="), name + " exports without a version: " + clause);
                    }
                }
            }
        }
    }

    @Test
    void folderBundleAndPackageHaveOneName() throws IOException {
        for (Path jar : jars()) {
            try (JarFile file = new JarFile(jar.toFile())) {
                String name = file.getManifest().getMainAttributes().getValue("Bundle-SymbolicName");
                if (name == null || !name.startsWith(OURS) || name.startsWith(OURS + "lib.")) {
                    continue;
                }
                String folder = name.replace('.', '/') + "/";
                List<String> strangers = file.stream()
                        .map(entry -> entry.getName())
                        .filter(entry -> entry.endsWith(".class") && !entry.startsWith(folder))
                        .toList();
                assertEquals(List.of(), strangers, name);
                assertFalse(
                        file.getManifest().getMainAttributes().containsKey("Bundle-Activator"),
                        name + " has an activator");
            }
        }
    }

    private static Map<String, Set<String>> imports() throws IOException {
        Map<String, Set<String>> imports = new TreeMap<>();
        for (Path jar : jars()) {
            try (JarFile file = new JarFile(jar.toFile())) {
                var attributes = file.getManifest().getMainAttributes();
                String name = attributes.getValue("Bundle-SymbolicName");
                if (name == null || !name.startsWith(OURS) || name.startsWith(OURS + "lib.")) {
                    continue;
                }
                Set<String> ours = new TreeSet<>();
                String header = attributes.getValue("Import-Package");
                for (String clause : clauses(header == null ? "" : header)) {
                    String imported = clause.split(";")[0].trim();
                    if (imported.startsWith(OURS)) {
                        ours.add(contract(imported.substring(OURS.length())));
                    }
                }
                imports.put(name.substring(OURS.length()), ours);
            }
        }
        assertFalse(imports.isEmpty(), "no bundle of ours was found");
        return imports;
    }

    /** parcel.tlv is a package of the contract parcel. */
    private static String contract(String imported) {
        return CONTRACTS.stream()
                .filter(name -> imported.equals(name) || imported.startsWith(name + ".") && !isVariant(imported))
                .findFirst()
                .orElse(imported);
    }

    private static boolean isVariant(String imported) {
        return Files.isDirectory(Path.of("../../bundles", imported));
    }

    /** Splits at commas outside quotes. */
    private static List<String> clauses(String header) {
        return List.of(header.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)"));
    }

    /** Of the features, and the optional ones. */
    private static List<Path> jars() throws IOException {
        List<Path> jars = new ArrayList<>(Distribution.jars());
        jars.addAll(Distribution.plugins());
        return jars;
    }
}
