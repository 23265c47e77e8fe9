// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.util.regex.Pattern;

/** One line on standard error that says why a word was not done; with {@code --json} it is an object. */
final class Complaint {
    /** Whatever looks like a secret is not repeated, wherever it was typed. */
    private static final Pattern SECRET =
            Pattern.compile("(?i)(nsec1|ncryptsec1)[a-z0-9]+|\\b[0-9a-f]{64}\\b|([a-z]{3,8} ){11,}[a-z]{3,8}");

    private Complaint() {}

    static boolean isSecret(String text) {
        return SECRET.matcher(text).find();
    }

    static int failed(Exception e, Terminal terminal, boolean json) {
        if (e instanceof Failure failure) {
            say(terminal, json, failure.exit(), failure.getMessage());
            return failure.exit().code;
        }
        say(terminal, json, Exit.TRY_AGAIN, "this should not have happened: " + e);
        if (terminal.environment().containsKey("THRONG_DEBUG")) {
            e.printStackTrace(terminal.err());
        }
        return Exit.TRY_AGAIN.code;
    }

    static void say(Terminal terminal, boolean json, Exit exit, String message) {
        String line = SECRET.matcher(Printable.line(message.replace('\n', ' '))).replaceAll("…");
        String object = json ? Json.write(Json.object("error", Json.object("code", exit.code, "message", line))) : "";
        terminal.err().println(json ? object : "throng: " + line);
    }
}
