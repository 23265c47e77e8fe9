// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.throng.event.EventReader;
import org.throng.event.MalformedException;
import org.throng.event.StrictJson;
import org.throng.home.PrivateFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code throng admin export}: stored events as lines of JSON, the newest first. */
@Command(
        name = "export",
        description = "Write stored events as JSON, one a line, newest first; also what the relay serves to some only.")
final class ExportWord implements Callable<Integer> {
    private static final long LINE = 100_000;

    private final Root root;

    @Option(names = "--filter", paramLabel = "JSON", description = "Only what fits a filter of NIP-01.")
    String filter;

    @Parameters(arity = "0..1", paramLabel = "FILE|-", description = "A new file; else the standard output.")
    Path file;

    ExportWord(Root root) {
        this.root = root;
    }

    @Override
    public Integer call() throws Failure {
        NodeClient node = root.requireNode();
        Map<String, Object> body = Json.object("filter", filter());
        long total = filter == null ? Json.number(node.get("/admin/stats"), "events") : 0;
        boolean standard = file == null || file.toString().equals("-");
        Counted counted;
        try (Progress progress = new Progress(root.terminal, "export", root.json, ExportWord::events)) {
            if (standard) {
                counted = new Counted(root.terminal.out(), total, progress);
                node.download("POST", "/admin/export", body, counted, (done, all) -> {});
                counted.flush();
            } else {
                Counted[] written = new Counted[1];
                PrivateFile.<Failure>create(file, out -> {
                    written[0] = new Counted(out, total, progress);
                    node.download("POST", "/admin/export", body, written[0], (done, all) -> {});
                });
                counted = written[0];
            }
        } catch (IOException e) {
            throw Failure.writing(standard ? Path.of("-") : file, e);
        }
        if (standard) {
            root.tell(events(counted.lines) + " exported");
        } else {
            root.print(
                    Json.object("file", file.toString(), "events", counted.lines),
                    events(counted.lines) + " exported to " + file);
        }
        return 0;
    }

    static String events(long count) {
        return ScanView.number(count) + " events";
    }

    private Object filter() throws Failure {
        if (filter == null) {
            return null;
        }
        try {
            Object json = StrictJson.read(filter.getBytes(StandardCharsets.UTF_8));
            EventReader.filter(json);
            return json;
        } catch (MalformedException e) {
            throw new Failure(
                    Exit.BAD_DATA, "--filter: expected a filter of NIP-01 such as {\"kinds\":[1]}: " + e.getMessage());
        }
    }

    /** Counts lines. */
    private static final class Counted extends FilterOutputStream {
        private final long total;
        private final Progress progress;
        private long lines;

        Counted(OutputStream out, long total, Progress progress) {
            super(out);
            this.total = total;
            this.progress = progress;
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
            if (out instanceof PrintStream stream && stream.checkError()) {
                throw new IOException("nobody reads it any more"); // such a stream does not say so by itself
            }
            for (int i = from; i < from + length; i++) {
                lines += bytes[i] == '\n' ? 1 : 0;
            }
            if (total > 0) {
                progress.at(lines, total);
            } else {
                progress.count(lines, LINE, "");
            }
        }
    }
}
