// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code throng completion}: what a shell needs to complete words and options. */
@Command(
        name = "completion",
        description = "Print what makes a shell complete words and options.",
        footer = {"", "  source <(throng completion bash)        in ~/.bashrc, or zsh in ~/.zshrc"})
final class CompletionWord implements Callable<Integer> {
    private final Root root;

    @Parameters(paramLabel = "bash|zsh")
    String shell;

    CompletionWord(Root root) {
        this.root = root;
    }

    @Override
    public Integer call() throws Failure {
        if (!shell.equals("bash") && !shell.equals("zsh")) {
            throw new Failure(Exit.USAGE, "expected bash or zsh, got '" + Printable.line(shell) + "'");
        }
        CommandLine whole = root.spec.commandLine();
        String script = AutoComplete.bash("throng", whole);
        // the script for bash works in zsh once zsh has been told to understand it
        root.terminal
                .out()
                .println(shell.equals("zsh") ? "autoload -U +X bashcompinit && bashcompinit\n" + script : script);
        return 0;
    }
}
