// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code throng admin restore}: puts a backup in place of what the running relay has. */
@Command(
        name = "restore",
        description = "Put a backup of a relay in place of what this one has, verified by counts and digest.")
final class RelayRestoreWord implements Callable<Integer> {
    private final Root root;

    @Parameters(paramLabel = "FILE")
    Path file;

    @Option(names = "--replace", description = "Also where the relay has events: they are removed.")
    boolean replace;

    @Option(names = "--dry-run", description = "Only read the backup to its end and say what is in it.")
    boolean dryRun;

    RelayRestoreWord(Root root) {
        this.root = root;
    }

    @Override
    public Integer call() throws Failure {
        NodeClient node = root.requireNode();
        Object summary;
        try {
            summary = RelayBackupWord.check(root, node, file); // a torn one is told before anything is begun
            if (!dryRun) {
                long size = Files.size(file);
                try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
                        Progress progress = root.progress("restore")) {
                    summary = node.upload(
                            "/admin/restore" + NodeClient.query("replace", replace ? "true" : null),
                            in,
                            size,
                            progress,
                            true);
                }
            }
        } catch (IOException e) {
            throw Failure.reading(file, e);
        }
        root.print(
                Json.object(
                        "restored",
                        !dryRun,
                        "entries",
                        Json.number(summary, "entries"),
                        "events",
                        Json.number(summary, "events"),
                        "sha256",
                        Json.text(summary, "sha256")),
                (dryRun ? "whole: " : "restored: ") + RelayBackupWord.told(summary));
        return 0;
    }
}
