// SPDX-License-Identifier: MIT
package org.throng.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.throng.home.Home;

/**
 * The command line of a role: {@code ROLE [--home DIR] [--port N] [--api-port N] [--relay URL]… [--passphrase-file F]}.
 *
 * @param settings the topmost layer of the configuration, by {@code PID/key}
 */
record Arguments(String role, Path home, Map<String, String> settings) {
    static final String USAGE = "throng relay|client|node [--home DIR] [--port N] [--api-port N] [--relay URL]..."
            + " [--passphrase-file F]";

    /** The arguments make no sense; the message says what was expected. */
    static final class UsageException extends Exception {
        private static final long serialVersionUID = 1;

        UsageException(String message) {
            super(message);
        }
    }

    static Arguments parse(String[] words, Map<String, String> environment) throws UsageException {
        if (words.length == 0 || !List.of("relay", "client", "node").contains(words[0])) {
            throw new UsageException("expected a role: relay, client or node");
        }
        String home = environment.getOrDefault("THRONG_HOME", "");
        List<String> relays = new ArrayList<>();
        Map<String, String> settings = new LinkedHashMap<>();
        for (int i = 1; i < words.length; i++) {
            String name = words[i].contains("=") ? words[i].substring(0, words[i].indexOf('=')) : words[i];
            String value;
            if (name.length() < words[i].length()) {
                value = words[i].substring(name.length() + 1);
            } else if (++i < words.length) {
                value = words[i];
            } else {
                throw new UsageException("expected a value after " + name);
            }
            switch (name) {
                case "--home" -> home = value;
                case "--port" -> {
                    String port = port(name, value);
                    // a client has no relay, but the setting would open its port all the same
                    if (!words[0].equals("client")) {
                        settings.put(Settings.RELAY_PORT, port);
                    }
                }
                case "--api-port" -> settings.put(Settings.API_PORT, port(name, value));
                case "--relay" -> relays.add(relay(value));
                case "--passphrase-file" ->
                    settings.put(
                            Settings.PASSPHRASE_FILE,
                            Path.of(value).toAbsolutePath().toString());
                default -> throw new UsageException("unknown option " + name);
            }
        }
        if (!relays.isEmpty()) {
            settings.put(Settings.RELAYS, String.join(",", relays));
        }
        Path folder = home.isEmpty() ? Home.standard(environment).root() : Path.of(home);
        return new Arguments(words[0], folder.toAbsolutePath().normalize(), settings);
    }

    private static String port(String name, String value) throws UsageException {
        if (!value.matches("[0-9]{1,5}") || Integer.parseInt(value) > 65_535) {
            throw new UsageException("expected a port from 0 (any) to 65535 after " + name + ", got '" + value + "'");
        }
        return value;
    }

    private static String relay(String value) throws UsageException {
        if (!value.matches("(?i)wss?://[!-~]{1,250}") || value.indexOf(',') >= 0) {
            throw new UsageException("expected a relay's address such as ws://127.0.0.1:7447, got '" + value + "'");
        }
        return value;
    }
}
