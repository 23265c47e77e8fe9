// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code throng admin …}: the own relay, and an audit of any. */
@Command(
        name = "admin",
        description = "The own relay: stats, compact. Any relay: audit.",
        synopsisSubcommandLabel = "WORD")
final class AdminWords extends Group {
    AdminWords(Root root) {
        super(root);
    }

    @Command(name = "stats", description = "Show what the relay holds and does.")
    int stats() throws Failure {
        Object stats = root.requireNode().get("/admin/stats");
        if (root.json) {
            root.terminal.out().println(Json.write(stats));
        } else {
            tree(stats, "");
        }
        return 0;
    }

    private void tree(Object json, String indent) {
        if (json instanceof Map<?, ?> members) {
            for (Map.Entry<?, ?> member : members.entrySet()) {
                String name = Printable.line(member.getKey().toString());
                if (member.getValue() instanceof Map<?, ?>) {
                    root.terminal.out().println(indent + name + ":");
                    tree(member.getValue(), indent + "  ");
                } else {
                    root.terminal.out().println(indent + name + ": " + Printable.line(plain(member.getValue())));
                }
            }
        }
    }

    private static String plain(Object value) {
        return value instanceof String text ? text : Json.write(value);
    }

    @Command(name = "compact", description = "Write the relay's store anew, without holes.")
    int compact() throws Failure {
        long bytes = Json.number(root.requireNode().call("POST", "/admin/compact", Map.of()), "freedBytes");
        root.print(Json.object("freedBytes", bytes), "freed " + Printable.bytes(bytes));
        return 0;
    }

    @Command(
            name = "audit",
            description =
                    "Check the header feed of any relay from outside: that nothing in it was changed or taken away.",
            footer = {
                "",
                "Needs no node, and nothing but HTTP. What it saw is kept in a file, and the next audit proves that",
                "the feed only grew since. Exit codes: 0 all is as signed, 65 the feed is wrong, 75 it could not be",
                "read or its newest tick is old, 77 the relay has no feed."
            })
    int audit(
            @Parameters(paramLabel = "URL", description = "The relay's address.") String url,
            @Option(
                            names = "--state",
                            paramLabel = "FILE",
                            description = "Keep what was seen here; else in data/audit of the home.")
                    Path state,
            @Option(
                            names = "--most",
                            paramLabel = "MB",
                            defaultValue = "256",
                            description = "Download at most so much; the next audit goes on (256).")
                    int megabytes)
            throws Failure {
        if (megabytes < 1) {
            throw new Failure(Exit.USAGE, "expected 1 or more after --most, got " + megabytes);
        }
        AuditWord audit = new AuditWord(root, AuditWord.relay(url), megabytes * 1_000_000L);
        return audit.run(state == null ? audit.file() : state);
    }
}
