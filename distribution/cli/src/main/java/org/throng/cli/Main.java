// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.nio.file.Path;

/**
 * {@code throng WORD …}, for every word but those that start a role.
 *
 * <p>{@code status} alone, with no options but {@code --home} and {@code --json}, goes its own short way: picocli's
 * classes are of an age that the JVM's class-data archive does not take, and loading them would take most of the time.
 */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        Terminal terminal = new SystemTerminal();
        int code = run(args, terminal);
        terminal.out().flush();
        System.exit(code);
    }

    /** Runs one word; the exit code. */
    static int run(String[] args, Terminal terminal) {
        Root status = plainStatus(args, terminal);
        if (status == null) {
            return Parsed.run(args, new Root(terminal));
        }
        try {
            return new StatusWord(status).call();
        } catch (Failure e) {
            return Complaint.failed(e, terminal, status.json);
        }
    }

    /** What was asked for, if it is a plain status; else null. */
    private static Root plainStatus(String[] args, Terminal terminal) {
        Root root = new Root(terminal);
        boolean status = false;
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("status") && !status) {
                status = true;
            } else if (args[i].equals("--json") && !root.json) {
                root.json = true;
            } else if (args[i].equals("--home") && root.homeOption == null && i + 1 < args.length) {
                root.homeOption = Path.of(args[++i]);
            } else {
                return null;
            }
        }
        return status ? root : null;
    }
}
