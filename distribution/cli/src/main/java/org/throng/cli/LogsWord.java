// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code throng logs}: the node's last lines. */
@Command(name = "logs", description = "Show the node's log.")
final class LogsWord implements Callable<Integer> {
    private static final int MOST = 10_000;

    private final Root root;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            description = "How many lines.",
            defaultValue = "50")
    int lines;

    @Option(names = "--follow", description = "Go on with what is logged, until interrupted.")
    boolean follow;

    LogsWord(Root root) {
        this.root = root;
    }

    @Override
    public Integer call() throws Failure {
        if (lines < 1 || lines > MOST) {
            throw new Failure(Exit.USAGE, "expected 1 to " + MOST + " lines, got " + lines);
        }
        String query = NodeClient.query("lines", lines, "follow", follow ? "true" : null);
        root.requireNode().lines("/logs" + query, follow, line -> {
            String shown = Printable.line(line);
            root.terminal.out().println(root.json ? Json.write(Json.object("line", shown)) : shown);
            return !root.terminal.out().checkError(); // whoever read us has ended
        });
        return 0;
    }
}
