// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.throng.home.PrivateFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code throng admin backup}: all that the running relay has, at one moment, in one file that is read back before it is praised. */
@Command(
        name = "backup",
        description =
                "Write all that the relay has into one new file, while it runs, and read it back. It is not encrypted.")
final class RelayBackupWord implements Callable<Integer> {
    private static final long LINE = 256 << 20;
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("'throng-relay-'yyyyMMdd-HHmmss'.backup'", Locale.ROOT);

    private final Root root;

    @Parameters(paramLabel = "FILE|DIR", description = "In a folder it gets a name with the time.")
    Path to;

    RelayBackupWord(Root root) {
        this.root = root;
    }

    @Override
    public Integer call() throws Failure {
        NodeClient node = root.requireNode();
        Path file = Files.isDirectory(to)
                ? to.resolve(NAME.format(root.terminal.clock().instant().atOffset(ZoneOffset.UTC)))
                : to;
        long size;
        Object summary;
        try {
            try (Progress progress = root.progress("backup")) {
                PrivateFile.<Failure>create(
                        file,
                        out -> node.download(
                                "POST", "/admin/backup", null, out, (done, total) -> progress.count(done, LINE, "")));
            }
            size = Files.size(file);
            summary = check(root, node, file);
        } catch (IOException e) {
            throw Failure.writing(file, e);
        }
        root.print(
                Json.object(
                        "file",
                        file.toString(),
                        "bytes",
                        size,
                        "entries",
                        Json.number(summary, "entries"),
                        "events",
                        Json.number(summary, "events"),
                        "sha256",
                        Json.text(summary, "sha256")),
                "written to " + file + ", " + Printable.bytes(size) + ", and read back: " + told(summary));
        return 0;
    }

    /** Has the node read a backup to its end. */
    static Object check(Root root, NodeClient node, Path file) throws Failure, IOException {
        long size = Files.size(file);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
                Progress progress = root.progress("check")) {
            return node.upload("/admin/backup/check", in, size, progress, true);
        }
    }

    static String told(Object summary) {
        return ScanView.number(Json.number(summary, "events")) + " events in "
                + ScanView.number(Json.number(summary, "entries")) + " entries, SHA-256 "
                + Json.text(summary, "sha256");
    }
}
