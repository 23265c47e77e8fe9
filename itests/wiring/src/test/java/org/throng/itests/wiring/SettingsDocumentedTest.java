// SPDX-License-Identifier: MIT
package org.throng.itests.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** docs/operate.md has a row for each setting that a bundle declares (Metatype), with its default and its reason. */
class SettingsDocumentedTest {
    @Test
    void everySettingStandsInTheDocumentWithItsDefaultAndReason() throws Exception {
        List<String> document = Files.readAllLines(Path.of("../../docs/operate.md"));
        List<String> missing = new ArrayList<>();
        List<String> rows = rows();
        assertFalse(rows.isEmpty());
        for (String row : rows) {
            if (!document.contains(row)) {
                missing.add(row);
            }
        }
        assertEquals(
                List.of(), missing, "rows that docs/operate.md should have:\n" + String.join("\n", missing) + "\n");
    }

    private static List<String> rows() throws IOException, ParserConfigurationException, SAXException {
        List<String> rows = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of(System.getProperty("throng.distribution"), "repo/org/throng"))) {
            for (Path jar : files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList()) {
                try (JarFile file = new JarFile(jar.toFile())) {
                    for (JarEntry entry : file.stream().toList()) {
                        if (entry.getName().startsWith("OSGI-INF/metatype/")
                                && entry.getName().endsWith(".xml")) {
                            try (InputStream xml = file.getInputStream(entry)) {
                                add(
                                        rows,
                                        DocumentBuilderFactory.newInstance()
                                                .newDocumentBuilder()
                                                .parse(xml));
                            }
                        }
                    }
                }
            }
        }
        return rows;
    }

    private static void add(List<String> rows, Document metatype) {
        NodeList attributes = metatype.getElementsByTagName("AD");
        for (int i = 0; i < attributes.getLength(); i++) {
            Element attribute = (Element) attributes.item(i);
            String standard = attribute.getAttribute("default").replace("\\", "");
            String range = attribute.hasAttribute("min")
                    ? attribute.getAttribute("min") + " to " + attribute.getAttribute("max")
                    : "";
            rows.add("| `" + attribute.getAttribute("id") + "` | " + (standard.isEmpty() ? "" : "`" + standard + "`")
                    + " | " + range + " | " + attribute.getAttribute("description") + " |");
        }
    }
}
