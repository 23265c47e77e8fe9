// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code throng admin retention}: applies the relay's rules of retention now, or says what they would do. */
@Command(name = "retention", description = "Erase now what the rules of org.throng.relay.retention do not keep.")
final class RetentionWord implements Callable<Integer> {
    private final Root root;

    @Option(names = "--dry-run", description = "Only say what would go.")
    boolean dryRun;

    RetentionWord(Root root) {
        this.root = root;
    }

    @Override
    public Integer call() throws Failure {
        Object said = root.requireNode().callPatiently(dryRun ? "GET" : "POST", "/admin/retention");
        if (root.json) {
            root.terminal.out().println(Json.write(said));
            return 0;
        }
        for (Object rule : Json.list(said, "rules")) {
            root.terminal
                    .out()
                    .println(Json.text(rule, "rule") + ": " + ScanView.number(Json.number(rule, "events")) + " events, "
                            + Printable.bytes(Json.number(rule, "bytes"))
                            + (dryRun ? " would go" : " erased"));
        }
        if (Json.list(said, "rules").isEmpty()) {
            root.terminal.out().println("no rules: nothing goes but what expires; see org.throng.relay.retention");
        }
        return 0;
    }
}
