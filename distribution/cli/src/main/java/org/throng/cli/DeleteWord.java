// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code throng delete}: removes messages from this node. What relays and other people have stays. */
@Command(name = "delete", description = "Remove messages here; what others have stays with them.")
final class DeleteWord implements Callable<Integer> {
    private final Root root;

    @Parameters(arity = "1..*", paramLabel = "ID")
    List<String> ids;

    DeleteWord(Root root) {
        this.root = root;
    }

    @Override
    public Integer call() throws Failure {
        for (String id : ids) {
            MessageId.checked(id); // all of them, before the first is gone
        }
        NodeClient node = root.requireNode();
        for (String id : ids) {
            node.call("DELETE", "/messages/" + MessageId.checked(id), null);
            root.print(Json.object("id", id, "deleted", true), "removed " + id);
        }
        return 0;
    }
}
