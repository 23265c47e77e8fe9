// SPDX-License-Identifier: MIT
package org.throng.config;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.framework.Bundle;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeInformation;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.service.metatype.ObjectClassDefinition;

/** The settings that bundles declare (Metatype), and the check of values against them. */
final class Declared {
    private final Map<String, Map<String, AttributeDefinition>> byPid = new LinkedHashMap<>();

    static Declared in(Bundle[] bundles, MetaTypeService metatype) {
        Declared declared = new Declared();
        for (Bundle bundle : bundles) {
            if (!mayHaveSettings(bundle)) {
                continue;
            }
            MetaTypeInformation information = metatype.getMetaTypeInformation(bundle);
            if (information != null) {
                for (String pid : information.getPids()) {
                    declared.add(pid, information.getObjectClassDefinition(pid, null));
                }
                for (String pid : information.getFactoryPids()) {
                    declared.add(pid, information.getObjectClassDefinition(pid, null));
                }
            }
        }
        return declared;
    }

    /**
     * Most have no settings, and to look into a large jar for them takes long: of the distribution's own, which are installed by
     * reference, components alone have them.
     */
    private static boolean mayHaveSettings(Bundle bundle) {
        if (bundle.getLocation().startsWith("reference:")
                && bundle.getHeaders("").get("Service-Component") == null) {
            return false;
        }
        return bundle.findEntries(MetaTypeService.METATYPE_DOCUMENTS_LOCATION, "*.xml", false) != null;
    }

    void add(String pid, ObjectClassDefinition definition) {
        Map<String, AttributeDefinition> attributes = byPid.computeIfAbsent(pid, p -> new LinkedHashMap<>());
        for (AttributeDefinition attribute : definition.getAttributeDefinitions(ObjectClassDefinition.ALL)) {
            attributes.put(attribute.getID(), attribute);
        }
    }

    Iterable<String> pids() {
        return byPid.keySet();
    }

    Iterable<String> keys(String pid) {
        return byPid.getOrDefault(base(pid), Map.of()).keySet();
    }

    boolean knows(String pid) {
        return byPid.containsKey(base(pid));
    }

    /** {@code factory~name} has the settings of its factory. */
    static String base(String pid) {
        int tilde = pid.indexOf('~');
        return tilde < 0 ? pid : pid.substring(0, tilde);
    }

    /** Of each key the last right value, in its type; what is wrong goes to {@code complaints} and is left out. */
    Map<String, Object> check(String pid, Map<String, List<Layers.Value>> settings, Consumer<String> complaints) {
        Map<String, AttributeDefinition> attributes = byPid.getOrDefault(base(pid), Map.of());
        Map<String, Object> checked = new LinkedHashMap<>();
        settings.forEach((key, values) -> {
            AttributeDefinition attribute = attributes.get(key);
            for (Layers.Value value : values) {
                Optional<String> problem = attribute == null
                        ? Optional.of("unknown setting '" + key + "' of " + pid + ", which has "
                                + String.join(", ", attributes.keySet()))
                        : problem(attribute, value.text()).map(what -> pid + "/" + key + " " + what);
                if (problem.isPresent()) {
                    complaints.accept(value.origin() + ": " + problem.get() + "; not applied");
                } else {
                    checked.put(key, typed(attribute, value.text()));
                }
            }
        });
        return checked;
    }

    private static Optional<String> problem(AttributeDefinition attribute, String text) {
        for (String element : elements(attribute, text)) {
            try {
                typed(attribute.getType(), element);
            } catch (IllegalArgumentException e) {
                return Optional.of("expected " + typeName(attribute.getType()) + ", got '" + element + "'");
            }
            if (!isIn(attribute, element)) {
                return Optional.of("is out of range: expected " + range(attribute) + ", got '" + element + "'");
            }
        }
        return Optional.empty();
    }

    private static boolean isIn(AttributeDefinition attribute, String element) {
        String said = attribute.validate(element);
        return said == null || said.isEmpty();
    }

    /** OSGi's interface does not tell the limits, but whether a value is inside; the default is. */
    private static String range(AttributeDefinition attribute) {
        String[] defaults = attribute.getDefaultValue();
        boolean whole =
                attribute.getType() == AttributeDefinition.INTEGER || attribute.getType() == AttributeDefinition.LONG;
        if (!whole || defaults == null || defaults.length == 0 || !isIn(attribute, defaults[0])) {
            return "what fits this: " + attribute.getDescription();
        }
        boolean small = attribute.getType() == AttributeDefinition.INTEGER;
        long inside = Long.parseLong(defaults[0]);
        return limit(attribute, inside, small ? Integer.MIN_VALUE : Long.MIN_VALUE) + " to "
                + limit(attribute, inside, small ? Integer.MAX_VALUE : Long.MAX_VALUE);
    }

    /** The last whole number inside, on the way from one inside to {@code end}; by halving the way. */
    private static long limit(AttributeDefinition attribute, long inside, long end) {
        if (isIn(attribute, Long.toString(end))) {
            return end;
        }
        BigInteger in = BigInteger.valueOf(inside);
        BigInteger out = BigInteger.valueOf(end);
        while (in.subtract(out).abs().compareTo(BigInteger.ONE) > 0) {
            BigInteger middle = in.add(out).shiftRight(1);
            if (isIn(attribute, middle.toString())) {
                in = middle;
            } else {
                out = middle;
            }
        }
        return in.longValueExact();
    }

    private static List<String> elements(AttributeDefinition attribute, String text) {
        if (attribute.getCardinality() == 0) {
            return List.of(text);
        }
        List<String> elements = new ArrayList<>();
        for (String element : text.split(",", -1)) {
            if (!element.isBlank()) {
                elements.add(element.strip());
            }
        }
        return elements;
    }

    private static Object typed(AttributeDefinition attribute, String text) {
        if (attribute.getCardinality() == 0) {
            return typed(attribute.getType(), text);
        }
        // every list of ours is a list of words; Declarative Services turns them into what a component wants
        return elements(attribute, text).toArray(String[]::new);
    }

    private static Object typed(int type, String text) {
        return switch (type) {
            case AttributeDefinition.INTEGER -> Integer.valueOf(text);
            case AttributeDefinition.LONG -> Long.valueOf(text);
            case AttributeDefinition.DOUBLE -> Double.valueOf(text);
            case AttributeDefinition.BOOLEAN -> bool(text);
            default -> text;
        };
    }

    private static Boolean bool(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException("neither true nor false");
        }
        return Boolean.valueOf(text);
    }

    private static String typeName(int type) {
        return switch (type) {
            case AttributeDefinition.INTEGER, AttributeDefinition.LONG -> "a whole number";
            case AttributeDefinition.DOUBLE -> "a number";
            case AttributeDefinition.BOOLEAN -> "true or false";
            default -> "text";
        };
    }
}
