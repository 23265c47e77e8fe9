// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import org.throng.event.EventReader;
import org.throng.event.MalformedException;
import org.throng.event.RelayUrl;
import org.throng.event.StrictJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code throng admin sync}: the own relay and another one are compared, and each gets what it lacks. */
@Command(
        name = "sync",
        description = "Compare the own relay with another one (NIP-77), and send and fetch what is missing.",
        footer = {
            "",
            "Deletions (5) and requests to vanish (62) of the same authors go along. Direct messages and wraps are sent",
            "only where org.throng.relay.mirror says so. Exit codes: 0 both are alike but for what was refused, 65 not",
            "a filter or an address, 75 broken off (run it again, it goes on), 77 the other relay wants to know who asks."
        })
final class SyncWord implements Callable<Integer> {
    private static final long LINE = 100_000;

    private final Root root;
    private Object last = Map.of();

    @Parameters(index = "0", paramLabel = "URL", description = "The other relay's address.")
    String url;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "FILTER",
            description = "Only what fits a filter of NIP-01 such as '{\"kinds\":[1]}'; without a limit.")
    String filter;

    @Option(
            names = "--direction",
            paramLabel = "up|down|both",
            defaultValue = "both",
            description = "up sends there, down fetches from there (both).")
    String direction;

    @Option(names = "--dry-run", description = "Only say what is missing on each side.")
    boolean dryRun;

    SyncWord(Root root) {
        this.root = root;
    }

    @Override
    public Integer call() throws Failure {
        RelayUrl relay = RelaysWords.url(url);
        if (!direction.matches("up|down|both")) {
            throw new Failure(Exit.USAGE, "expected up, down or both after --direction, got '" + direction + "'");
        }
        Map<String, Object> body =
                Json.object("url", relay.toString(), "filter", filter(), "direction", direction, "dryRun", dryRun);
        NodeClient node = root.requireNode();
        try (Progress progress = new Progress(root.terminal, "sync", root.json, ExportWord::events)) {
            node.lines("POST", "/admin/sync", body, line -> {
                last = Json.read(line.getBytes(StandardCharsets.UTF_8));
                progress.count(Json.number(last, "compared"), LINE, " compared, " + moved());
                return true;
            });
        }
        Object error = Json.get(last, "error");
        if (error != null) {
            throw new Failure(Exit.of(Json.number(error, "code"), Exit.TRY_AGAIN), Json.text(error, "detail"));
        }
        if (!Json.isTrue(last, "done")) {
            throw new Failure(Exit.TRY_AGAIN, "the node broke off; run it again, it goes on where it ended");
        }
        if (root.json) {
            root.terminal.out().println(Json.write(last));
        } else {
            tell();
        }
        return 0;
    }

    private Object filter() throws Failure {
        if (filter == null) {
            return Map.of();
        }
        try {
            Object json = StrictJson.read(filter.getBytes(StandardCharsets.UTF_8));
            if (EventReader.filter(json).limit().isPresent()) {
                throw new Failure(Exit.BAD_DATA, "expected a filter without a limit; narrow it by since and until");
            }
            return json;
        } catch (MalformedException e) {
            throw new Failure(Exit.BAD_DATA, "expected a filter of NIP-01 such as {\"kinds\":[1]}: " + e.getMessage());
        }
    }

    private String moved() {
        return dryRun
                ? number("missingHere") + " missing here, " + number("missingThere") + " missing there"
                : number("stored") + " fetched, " + number("sent") + " sent";
    }

    private String number(String member) {
        return ScanView.number(Json.number(last, member));
    }

    private void tell() {
        StringBuilder text = new StringBuilder(number("compared") + " events compared; " + moved());
        reasons(text, "refused", "refused here");
        reasons(text, "rejected", "refused there");
        for (Object note : Json.list(last, "notes")) {
            text.append("\n  ").append(Printable.line(note.toString()));
        }
        root.terminal.out().println(text);
    }

    private void reasons(StringBuilder text, String member, String by) {
        for (Map.Entry<String, Object> reason : Json.map(Json.get(last, member)).entrySet()) {
            text.append("\n  ")
                    .append(ScanView.number(reason.getValue() instanceof Long count ? count : 0))
                    .append(' ')
                    .append(by)
                    .append(": ")
                    .append(Printable.line(reason.getKey()));
        }
    }
}
