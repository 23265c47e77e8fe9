// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code throng doctor}: what is wrong, and what to do about it. Ends with 75 where something is. */
@Command(name = "doctor", description = "Check everything and say what to do.")
final class DoctorWord implements Callable<Integer> {
    private final Root root;

    DoctorWord(Root root) {
        this.root = root;
    }

    @Override
    public Integer call() throws Failure {
        boolean well = true;
        Object report = root.requireNode().get("/doctor");
        for (Object check : Json.list(report, "checks")) {
            boolean ok = Json.isTrue(check, "ok");
            well &= ok;
            if (root.json) {
                root.terminal.out().println(Json.write(check));
                continue;
            }
            String hint = Json.text(check, "hint");
            root.terminal
                    .out()
                    .println((ok ? "ok    " : "WRONG ") + Json.text(check, "name") + ": " + Json.text(check, "detail")
                            + (hint.isEmpty() ? "" : "\n      → " + hint));
        }
        return well ? 0 : Exit.TRY_AGAIN.code;
    }
}
