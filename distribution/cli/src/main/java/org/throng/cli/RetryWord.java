// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code throng retry}: sends what failed once more, or what waits at once. */
@Command(name = "retry", description = "Send messages again that failed, or those that wait at once.")
final class RetryWord implements Callable<Integer> {
    private final Root root;

    @Parameters(arity = "1..*", paramLabel = "ID")
    List<String> ids;

    RetryWord(Root root) {
        this.root = root;
    }

    @Override
    public Integer call() throws Failure {
        NodeClient node = root.requireNode();
        for (String id : ids) {
            Object message = node.call("POST", "/messages/" + MessageId.checked(id) + "/retry", null);
            String text =
                    Json.text(message, "id") + "  " + Json.text(message, "state") + "  " + Json.text(message, "detail");
            root.terminal.out().println(root.json ? Json.write(message) : text);
        }
        return 0;
    }
}
