// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.throng.home.PrivateFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code throng show}: one message, its state and reason; or its file, fetched and saved. */
@Command(name = "show", description = "Show one message and its state; with --save fetch its file.")
final class ShowWord implements Callable<Integer> {
    private final Root root;

    @Parameters(paramLabel = "ID")
    String id;

    @Option(
            names = "--save",
            paramLabel = "F",
            description = "Fetch the file and save it under a new name. The relays see that somebody fetches a file of"
                    + " about its size.")
    Path save;

    ShowWord(Root root) {
        this.root = root;
    }

    @Override
    public Integer call() throws Failure {
        NodeClient node = root.requireNode();
        Object message = node.get("/messages/" + MessageId.checked(id));
        if (save == null) {
            root.terminal.out().println(root.json ? Json.write(message) : MessageText.of(message));
            return 0;
        }
        if (Json.get(message, "file") == null) {
            throw new Failure(Exit.BAD_DATA, "this message has no file");
        }
        try (Progress progress = root.progress("fetching " + save.getFileName())) {
            PrivateFile.<Failure>create(save, out -> node.download("GET", "/files/" + id, null, out, progress));
        } catch (IOException e) {
            throw Failure.writing(save, e);
        }
        root.print(Json.object("id", id, "file", save.toString()), "saved as " + save);
        return 0;
    }
}
