// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code throng logs}: the node's last lines. */
@Command(name = "logs", description = "Show the node's log.")
final class LogsWord implements Callable<Integer> {
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
        if (lines < 0 || lines > 100_000) {
            throw new Failure(Exit.USAGE, "expected 0 to 100000 lines, got " + lines);
        }
        NodeClient node = root.requireNode();
        if (follow) {
            node.follow("/logs" + NodeClient.query("lines", lines, "follow", true), line -> {
                print(line);
                return !root.terminal.out().checkError();
            });
            return 0;
        }
        Object answer = node.get("/logs" + NodeClient.query("lines", lines));
        for (Object line : answer instanceof List<?> list ? list : Json.list(answer, "lines")) {
            print(line);
        }
        return 0;
    }

    private void print(Object line) {
        if (root.json) {
            root.terminal.out().println(Json.write(line instanceof String text ? Json.object("line", text) : line));
        } else {
            root.terminal.out().println(line instanceof String text ? Printable.line(text) : Json.text(line, "line"));
        }
    }
}
