// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code throng scan}: how far the node is with everybody's headers, and a pause, an end of it, or all of them once more. */
@Command(
        name = "scan",
        description = "Watch the scan of everybody's headers for yours, until it is through.",
        footer = {
            "",
            "The node scans by itself; an interrupt leaves this word and not the scan. What contacts send in",
            "sessions does not wait for it. With --json one object tells how it stands."
        })
final class ScanWord implements Callable<Integer> {
    private static final long LOOK_MILLIS = 500;

    private final Root root;

    @Option(names = "--pause", description = "Stop scanning until --resume, restarts included.")
    boolean pause;

    @Option(names = "--resume", description = "Go on scanning.")
    boolean resume;

    @Option(
            names = "--again",
            description =
                    "Ask the relays for all headers once more and scan them, as after a key was restored. The relays"
                            + " see that.")
    boolean again;

    @Option(names = "--since", paramLabel = "DATE", description = "With --again: only from this day on, as 2026-01-31.")
    String since;

    ScanWord(Root root) {
        this.root = root;
    }

    @Override
    public Integer call() throws Failure {
        if ((pause ? 1 : 0) + (resume ? 1 : 0) + (again ? 1 : 0) > 1 || since != null && !again) {
            throw new Failure(
                    Exit.USAGE, "expected at most one of --pause, --resume and --again; --since goes with --again");
        }
        NodeClient node = root.requireNode();
        if (pause || resume) {
            show(node.call("POST", "/scan", Json.object("paused", pause)));
        } else if (again) {
            show(node.call("POST", "/scan/again", Json.object("since", since == null ? null : seconds(since))));
        } else if (root.json) {
            show(node.get("/scan"));
        } else {
            watch(node);
        }
        return 0;
    }

    private static long seconds(String date) throws Failure {
        try {
            return LocalDate.parse(date).atStartOfDay(ZoneId.systemDefault()).toEpochSecond();
        } catch (DateTimeException e) {
            throw new Failure(Exit.USAGE, "expected a day such as 2026-01-31 after --since, got '" + date + "'");
        }
    }

    private void show(Object scan) {
        if (root.json) {
            root.terminal.out().println(Json.write(scan));
            return;
        }
        for (Object relay : Json.list(scan, "relays")) {
            String words = ScanView.of(relay).words();
            root.terminal
                    .out()
                    .println(Json.text(relay, "url") + "  " + (words.isEmpty() ? "nothing waits for the scan" : words));
        }
    }

    private void watch(NodeClient node) throws Failure {
        Object scan = node.get("/scan");
        try (Progress progress =
                new Progress(root.terminal, "scanning", false, count -> ScanView.number(count) + " headers")) {
            for (ScanView all = all(scan); all.underWay() && !all.paused(); all = all(scan)) {
                progress.at(all.scanned(), all.total(), all.more());
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                scan = node.get("/scan");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        show(scan);
    }

    private static ScanView all(Object scan) {
        ScanView all = ScanView.NOTHING;
        for (Object relay : Json.list(scan, "relays")) {
            all = all.and(ScanView.of(relay));
        }
        return all;
    }
}
