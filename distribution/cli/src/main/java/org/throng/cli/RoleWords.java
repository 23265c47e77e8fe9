// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The words that start a node. The script {@code throng} gives them to the launcher; here they are told about. */
final class RoleWords {
    private RoleWords() {}

    private abstract static class Role implements Callable<Integer> {
        @Option(names = "--port", paramLabel = "N", description = "Port of the relay: 7447, 0 = any.")
        int port;

        @Option(names = "--api-port", paramLabel = "N", description = "Port of the local API: 7448, 0 = any.")
        int apiPort;

        @Option(names = "--relay", paramLabel = "URL", description = "A relay to use; may stand several times.")
        List<String> relays;

        @Override
        public Integer call() throws Failure {
            throw noScript();
        }

        /** The options are read by the launcher; here only their names matter. */
        @Override
        public final String toString() {
            return "role on " + port + " and " + apiPort + " with " + relays;
        }
    }

    @Command(name = "node", description = "Start a relay and a client in one process.")
    static final class Node extends Role {}

    @Command(name = "relay", description = "Start a relay.")
    static final class Relay extends Role {}

    @Command(name = "client", description = "Start a client: it sends and receives, and serves nobody.")
    static final class Client extends Role {}

    /**
     * Where the distribution lies, by the script that started this process.
     *
     * @throws Failure where another one did
     */
    static Path distribution() throws Failure {
        String folder = System.getProperty("throng.distribution");
        if (folder == null) {
            throw noScript();
        }
        return Path.of(folder);
    }

    private static Failure noScript() {
        return new Failure(
                Exit.USAGE,
                "a role is started by the script bin/throng of the distribution, not by this program alone");
    }
}
