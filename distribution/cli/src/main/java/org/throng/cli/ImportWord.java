// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code throng admin import}: events out of lines of JSON, sent to the node some at a time, each part in one call: so it may take as
 * long as it takes, and whoever breaks it off and begins again finds duplicates.
 */
@Command(name = "import", description = "Take in events from lines of JSON, as 'export' and other relays write them.")
final class ImportWord implements Callable<Integer> {
    private static final int TOGETHER = 2 << 20;
    private static final int MAX_LINE = 16 << 20;
    private static final long LINE = 100_000;
    private static final int REASONS = 100;

    private final Root root;
    private static final String INVALID = "invalid:";

    private final Map<String, Long> refused = new TreeMap<>();
    private long stored;
    private long duplicates;

    @Option(names = "--trusted", description = "Do not verify signatures: the file comes from a relay of yours.")
    boolean trusted;

    @Parameters(arity = "0..1", paramLabel = "FILE|-", description = "Else the standard input.")
    Path file;

    ImportWord(Root root) {
        this.root = root;
    }

    @Override
    public Integer call() throws Failure {
        NodeClient node = root.requireNode();
        boolean standard = file == null || file.toString().equals("-");
        try (InputStream in = standard ? root.terminal.in() : new BufferedInputStream(Files.newInputStream(file));
                Progress progress = standard
                        ? new Progress(root.terminal, "import", root.json, ExportWord::events)
                        : root.progress("import")) {
            send(node, in, standard ? 0 : Files.size(file), progress);
        } catch (IOException e) {
            throw Failure.reading(standard ? Path.of("-") : file, e);
        }
        long sum = refused.values().stream().mapToLong(Long::longValue).sum();
        StringBuilder text = new StringBuilder(ScanView.number(stored) + " stored, " + ScanView.number(duplicates)
                + " duplicates, " + ScanView.number(sum) + " refused");
        refused.forEach((reason, count) ->
                text.append("\n  ").append(ScanView.number(count)).append(" × ").append(Printable.line(reason)));
        root.print(Json.object("stored", stored, "duplicates", duplicates, "refused", refused), text.toString());
        long invalid = refused.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(INVALID))
                .mapToLong(Map.Entry::getValue)
                .sum();
        if (invalid > 0 && stored + duplicates == 0) {
            throw new Failure(
                    Exit.BAD_DATA,
                    "nothing was taken in: " + ScanView.number(invalid) + " of " + ScanView.number(sum)
                            + " lines were no valid events; expected one signed event in JSON on each line");
        }
        return 0;
    }

    private void send(NodeClient node, InputStream in, long total, Progress progress) throws Failure, IOException {
        byte[] buffer = new byte[TOGETHER];
        int filled = 0;
        long sent = 0;
        int read = in.read(buffer, 0, buffer.length);
        while (read >= 0) {
            filled += read;
            if (filled == buffer.length) {
                int end = lastLine(buffer, filled);
                if (end == 0 && filled > MAX_LINE) {
                    throw new Failure(
                            Exit.BAD_DATA, "a line has more than 16 MiB; expected one event in JSON on each line");
                } else if (end == 0) {
                    buffer = Arrays.copyOf(buffer, 2 * filled);
                } else {
                    send(node, buffer, end);
                    sent += end;
                    show(progress, sent, total);
                    System.arraycopy(buffer, end, buffer, 0, filled - end);
                    filled -= end;
                }
            }
            read = in.read(buffer, filled, buffer.length - filled);
        }
        send(node, buffer, filled);
        show(progress, sent + filled, total);
    }

    private static int lastLine(byte[] buffer, int filled) {
        int end = filled;
        while (end > 0 && buffer[end - 1] != '\n') {
            end--;
        }
        return end;
    }

    private void show(Progress progress, long sent, long total) {
        if (total > 0) {
            progress.at(sent, total, ", " + ScanView.number(stored) + " stored");
        } else {
            progress.count(stored + duplicates, LINE, "");
        }
    }

    private void send(NodeClient node, byte[] lines, int length) throws Failure {
        if (length == 0) {
            return;
        }
        try (Progress silent = new Progress(root.terminal, "", true)) {
            Object said = node.upload(
                    "/admin/import" + NodeClient.query("trusted", trusted ? "true" : null),
                    new ByteArrayInputStream(lines, 0, length),
                    length,
                    silent,
                    true);
            stored += Json.number(said, "stored");
            duplicates += Json.number(said, "duplicates");
            for (Map.Entry<String, Object> reason :
                    Json.map(Json.get(said, "refused")).entrySet()) {
                String text = refused.size() < REASONS || refused.containsKey(reason.getKey())
                        ? reason.getKey()
                        : "other reasons";
                refused.merge(text, reason.getValue() instanceof Long count ? count : 0L, Long::sum);
                if (text.startsWith("error:")) {
                    throw new Failure(
                            Exit.CANNOT_WRITE,
                            "the relay could not store events (" + ScanView.number(stored)
                                    + " are stored): look at its disk, then import again");
                }
            }
        }
    }
}
