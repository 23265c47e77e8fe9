// SPDX-License-Identifier: MIT
package org.throng.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What every layer says, laid over each other: the last value that is right wins, key by key. A value remembers where it
 * came from, so that a wrong one can be named, whether or not another one lies over it.
 *
 * @param settings by PID, then by key; the values from the lowest layer to the highest
 */
record Layers(Map<String, Map<String, List<Value>>> settings) {

    /** One value as text, and the layer it came from. */
    record Value(String text, String origin) {}

    static Layers none() {
        return new Layers(new TreeMap<>());
    }

    /** Lays {@code PID/key} entries over what is there. */
    Layers over(String origin, Map<String, String> flat) {
        flat.forEach((path, text) -> {
            int slash = path.indexOf('/');
            set(path.substring(0, slash), path.substring(slash + 1), new Value(text, origin));
        });
        return this;
    }

    /** Lays the settings of one PID over what is there. */
    Layers over(String origin, String pid, Map<String, String> values) {
        values.forEach((key, text) -> set(pid, key, new Value(text, origin)));
        return this;
    }

    /**
     * Lays environment variables over what is there: {@code THRONG_MAIL__RELAYS} is {@code relays} of {@code
     * org.throng.mail}. Only known keys are looked for, since a variable's name does not tell its case.
     */
    Layers overEnvironment(Map<String, String> environment, String pid, Iterable<String> keys) {
        for (String key : keys) {
            String name = variable(pid, key);
            String text = environment.get(name);
            if (text != null) {
                set(pid, key, new Value(text, "environment variable " + name));
            }
        }
        return this;
    }

    static String variable(String pid, String key) {
        String name = pid.startsWith("org.throng.") ? pid.substring("org.throng.".length()) : pid;
        return "THRONG_" + constant(name) + "__" + constant(key);
    }

    private static String constant(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .replaceAll("[^A-Za-z0-9]", "_")
                .toUpperCase(Locale.ROOT);
    }

    private void set(String pid, String key, Value value) {
        settings.computeIfAbsent(pid, p -> new LinkedHashMap<>())
                .computeIfAbsent(key, k -> new ArrayList<>())
                .add(value);
    }
}
