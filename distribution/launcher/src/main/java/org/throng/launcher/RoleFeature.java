// SPDX-License-Identifier: MIT
package org.throng.launcher;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.osgi.service.feature.Feature;
import org.osgi.service.feature.FeatureBundle;
import org.osgi.service.feature.FeatureExtension;
import org.osgi.service.feature.FeatureService;
import org.osgi.service.feature.ID;

/**
 * What runs together in a role: a feature file (OSGi Compendium, chapter 159) read into plain values.
 *
 * @param bundles in the order of the file
 * @param settings the feature's layer of the configuration, by {@code PID/key}
 * @param properties for the framework
 * @param awaited filters of the services that make the node ready
 */
record RoleFeature(
        List<Part> bundles, Map<String, String> settings, Map<String, String> properties, List<String> awaited) {

    /** A bundle of the repository; its path is Maven's. */
    record Part(String coordinates, Path path, int startLevel) {}

    static RoleFeature read(Path file) throws IOException {
        FeatureService reader =
                ServiceLoader.load(FeatureService.class).findFirst().orElseThrow();
        Feature feature;
        try (Reader text = Files.newBufferedReader(file)) {
            feature = reader.readFeature(text);
        }
        List<Part> bundles = new ArrayList<>();
        for (FeatureBundle bundle : feature.getBundles()) {
            Object level = bundle.getMetadata().getOrDefault("start-level", 20);
            bundles.add(
                    new Part(bundle.getID().toString(), path(bundle.getID()), Integer.parseInt(String.valueOf(level))));
        }
        Map<String, String> settings = new LinkedHashMap<>();
        feature.getConfigurations()
                .forEach((pid, configuration) -> configuration
                        .getValues()
                        .forEach((key, value) -> settings.put(pid + "/" + key, String.valueOf(value))));
        Map<String, String> properties = new LinkedHashMap<>();
        for (String line : lines(feature, "framework-launching-properties")) {
            int equals = line.indexOf('=');
            properties.put(line.substring(0, equals), line.substring(equals + 1));
        }
        return new RoleFeature(bundles, settings, properties, lines(feature, "throng-ready"));
    }

    private static List<String> lines(Feature feature, String name) {
        FeatureExtension extension = feature.getExtensions().get(name);
        return extension == null ? List.of() : extension.getText();
    }

    private static Path path(ID id) {
        return Path.of(id.getGroupId().replace('.', '/'), id.getArtifactId(), id.getVersion())
                .resolve(id.getArtifactId() + "-" + id.getVersion()
                        + id.getClassifier().map(c -> "-" + c).orElse("") + ".jar");
    }
}
