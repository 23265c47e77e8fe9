// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs a word through picocli. */
final class Parsed {
    private Parsed() {}

    static int run(String[] args, Root root) {
        Terminal terminal = root.terminal;
        boolean json = Arrays.asList(args).contains("--json");
        CommandLine commandLine = new CommandLine(root);
        Words.add(commandLine, root, args);
        commandLine.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
        commandLine.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
        commandLine.setParameterExceptionHandler((e, words) -> usage(e, words, terminal, json));
        commandLine.setExecutionExceptionHandler((e, at, parsed) -> failed(e, terminal, json));
        return commandLine.execute(args);
    }

    /** Says what is missing behind a word. */
    static int refuse(Root root, CommandSpec word, String message) {
        Complaint.say(root.terminal, root.json, Exit.USAGE, message + see(word));
        return Exit.USAGE.code;
    }

    private static String see(CommandSpec word) {
        return "; see: " + word.qualifiedName() + " --help";
    }

    private static int failed(Exception e, Terminal terminal, boolean json) {
        return e instanceof ParameterException usage
                ? usage(usage, new String[0], terminal, json)
                : Complaint.failed(e, terminal, json);
    }

    private static int usage(ParameterException e, String[] args, Terminal terminal, boolean json) {
        String message = e.getMessage();
        if (e instanceof UnmatchedArgumentException unmatched) {
            message = Complaint.isSecret(String.join(" ", args))
                    ? "a secret key on the command line can be read by others on this machine, so it was not used; give it"
                            + " by the prompt, on standard input, or with --file F"
                    : "'" + unmatched.getUnmatched().get(0) + "' is not understood here"
                            + (unmatched.getSuggestions().isEmpty()
                                    ? ""
                                    : "; did you mean: " + String.join(", ", unmatched.getSuggestions()));
        }
        Complaint.say(
                terminal, json, Exit.USAGE, message + see(e.getCommandLine().getCommandSpec()));
        return Exit.USAGE.code;
    }
}
