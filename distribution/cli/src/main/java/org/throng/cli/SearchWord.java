// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code throng search}: looks through the messages that this node keeps; nobody else hears of it. */
@Command(name = "search", description = "Find messages by their words.")
final class SearchWord implements Callable<Integer> {
    private final Root root;

    @Parameters(arity = "1..*", paramLabel = "WORDS")
    List<String> words;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many.")
    Integer limit;

    SearchWord(Root root) {
        this.root = root;
    }

    @Override
    public Integer call() throws Failure {
        String wanted = String.join(" ", words);
        if (wanted.isBlank()) {
            throw new Failure(Exit.USAGE, "expected words to look for");
        }
        Object found = root.requireNode().get("/search" + NodeClient.query("q", wanted, "limit", limit));
        List<?> messages = found instanceof List<?> list ? list : Json.list(found, "messages");
        for (Object message : messages) {
            root.terminal.out().println(root.json ? Json.write(message) : MessageText.of(message) + "\n");
        }
        if (messages.isEmpty()) {
            root.tell("nothing found");
        }
        return 0;
    }
}
