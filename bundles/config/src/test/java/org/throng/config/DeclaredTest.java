// SPDX-License-Identifier: MIT
package org.throng.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.ObjectClassDefinition;

class DeclaredTest {
    private static final String PID = "org.throng.pool";

    private final Declared declared = new Declared();
    private final List<String> complaints = new ArrayList<>();

    @BeforeEach
    void declare() {
        declared.add(
                PID,
                new Definitions(List.of(
                        new Setting("threads", AttributeDefinition.INTEGER, 0, "4", 1, 256),
                        new Setting("size", AttributeDefinition.LONG, 0, "0", Long.MIN_VALUE, Long.MAX_VALUE),
                        new Setting("open", AttributeDefinition.BOOLEAN, 0, "true", 0, 0),
                        new Setting("name", AttributeDefinition.STRING, 0, "", 0, 0),
                        new Setting("relays", AttributeDefinition.STRING, Integer.MAX_VALUE, "", 0, 0))));
    }

    @Test
    void valuesGetTheirTypes() {
        Map<String, Object> checked = check(Layers.none()
                .over("etc", PID, Map.of("threads", "256", "size", "-9", "open", "false", "name", "a, b"))
                .over("etc", PID, Map.of("relays", " ws://a , ,ws://b")));
        assertEquals(256, checked.get("threads"));
        assertEquals(-9L, checked.get("size"));
        assertEquals(false, checked.get("open"));
        assertEquals("a, b", checked.get("name"));
        assertArrayEquals(new String[] {"ws://a", "ws://b"}, (String[]) checked.get("relays"));
        assertEquals(List.of(), complaints);
    }

    @Test
    void valueOutOfRangeIsNamedWithItsRangeAndTheLayerBelowCounts() {
        Map<String, Object> checked = check(Layers.none()
                .over("the feature", PID, Map.of("threads", "8"))
                .over("etc/pool.cfg", PID, Map.of("threads", "257")));
        assertEquals(Map.of("threads", 8), checked);
        assertEquals(
                List.of("etc/pool.cfg: org.throng.pool/threads is out of range: expected 1 to 256, got '257';"
                        + " not applied"),
                complaints);
    }

    @Test
    void wrongValueIsNamedEvenWhereARightOneLiesOverIt() {
        Map<String, Object> checked = check(Layers.none()
                .over("etc/pool.cfg", PID, Map.of("threads", "0"))
                .over("the command line", PID, Map.of("threads", "2")));
        assertEquals(Map.of("threads", 2), checked);
        assertEquals(1, complaints.size());
    }

    @Test
    void wrongTypeAndUnknownKeyAreNamed() {
        Map<String, Object> checked = check(Layers.none()
                .over("etc", PID, Map.of("threads", "many"))
                .over("etc", PID, Map.of("open", "yes"))
                .over("etc", PID, Map.of("colour", "red")));
        assertEquals(Map.of(), checked);
        assertEquals(
                List.of(
                        "etc: org.throng.pool/threads expected a whole number, got 'many'; not applied",
                        "etc: org.throng.pool/open expected true or false, got 'yes'; not applied",
                        "etc: unknown setting 'colour' of org.throng.pool, which has threads, size, open, name, relays;"
                                + " not applied"),
                complaints);
    }

    @Test
    void instanceOfAFactoryHasTheSettingsOfItsFactory() {
        assertTrue(declared.knows(PID + "~second"));
        assertFalse(declared.knows("org.throng.other~second"));
    }

    private Map<String, Object> check(Layers layers) {
        return declared.check(PID, new LinkedHashMap<>(layers.settings().get(PID)), complaints::add);
    }

    private record Definitions(List<AttributeDefinition> all) implements ObjectClassDefinition {
        @Override
        public String getName() {
            return "Pool";
        }

        @Override
        public String getID() {
            return "pool";
        }

        @Override
        public String getDescription() {
            return "A pool.";
        }

        @Override
        public AttributeDefinition[] getAttributeDefinitions(int filter) {
            return all.toArray(AttributeDefinition[]::new);
        }

        @Override
        public InputStream getIcon(int size) {
            throw new UnsupportedOperationException("no icon");
        }
    }

    private record Setting(String id, int type, int cardinality, String preset, long min, long max)
            implements AttributeDefinition {
        @Override
        public String getName() {
            return id;
        }

        @Override
        public String getID() {
            return id;
        }

        @Override
        public String getDescription() {
            return "The " + id + ".";
        }

        @Override
        public int getCardinality() {
            return cardinality;
        }

        @Override
        public int getType() {
            return type;
        }

        @Override
        public String[] getOptionValues() {
            return new String[0];
        }

        @Override
        public String[] getOptionLabels() {
            return new String[0];
        }

        @Override
        public String validate(String value) {
            boolean number = type == INTEGER || type == LONG;
            return number && (Long.parseLong(value) < min || Long.parseLong(value) > max) ? "%out of range" : "";
        }

        @Override
        public String[] getDefaultValue() {
            return new String[] {preset};
        }
    }
}
