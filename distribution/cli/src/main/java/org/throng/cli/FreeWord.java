// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code throng free}: gives back the room of what was deleted or has expired. */
@Command(name = "free", description = "Free the space of deleted messages and expired events.")
final class FreeWord implements Callable<Integer> {
    private final Root root;

    FreeWord(Root root) {
        this.root = root;
    }

    @Override
    public Integer call() throws Failure {
        Object freed = root.requireNode().call("POST", "/space/free", Map.of());
        long bytes = Json.number(freed, "freedBytes");
        root.print(Json.object("freedBytes", bytes), "freed " + Printable.bytes(bytes));
        return 0;
    }
}
