// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code throng admin …}: the own relay, and an audit of any. */
@Command(
        name = "admin",
        description = "The own relay: stats, compact; allow, ban, explain, lists, unallow, unban;"
                + " backup, restore, export, import, sync, retention. Any relay: audit.",
        synopsisSubcommandLabel = "WORD")
final class AdminWords extends Group {
    private static final String SUBJECT = "[key|event|kind|address] VALUE";
    private static final String SUBJECTS =
            "An npub, a note, a number or an IP address; before 64 hex digits say whether it is a key or an event.";
    private static final String WHY = "For yourself; nobody else is told.";

    AdminWords(Root root) {
        super(root);
    }

    /** The words that have a class of their own. */
    static void addTo(CommandLine admin, Root root) {
        admin.addSubcommand("backup", new RelayBackupWord(root));
        admin.addSubcommand("restore", new RelayRestoreWord(root));
        admin.addSubcommand("export", new ExportWord(root));
        admin.addSubcommand("import", new ImportWord(root));
        admin.addSubcommand("sync", new SyncWord(root));
        admin.addSubcommand("retention", new RetentionWord(root));
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
            name = "ban",
            description = "Refuse a key, an event, a kind or an address; an event and all of a key are erased, too.")
    int ban(
            @Parameters(arity = "1..2", paramLabel = SUBJECT, description = SUBJECTS) List<String> subject,
            @Option(names = "--reason", paramLabel = "TEXT", description = WHY) String reason)
            throws Failure {
        return new PolicyWords(root).change("ban", subject, reason);
    }

    @Command(name = "unban", description = "Take something off the list of what is banned.")
    int unban(@Parameters(arity = "1..2", paramLabel = SUBJECT, description = SUBJECTS) List<String> subject)
            throws Failure {
        return new PolicyWords(root).change("unban", subject, null);
    }

    @Command(
            name = "allow",
            description = "Allow a key or a kind, and from then on only those that are; or an event, whoever wrote it.")
    int allow(
            @Parameters(arity = "1..2", paramLabel = SUBJECT, description = SUBJECTS) List<String> subject,
            @Option(names = "--reason", paramLabel = "TEXT", description = WHY) String reason)
            throws Failure {
        return new PolicyWords(root).change("allow", subject, reason);
    }

    @Command(name = "unallow", description = "Take something off the list of what is allowed.")
    int unallow(@Parameters(arity = "1..2", paramLabel = SUBJECT, description = SUBJECTS) List<String> subject)
            throws Failure {
        return new PolicyWords(root).change("unallow", subject, null);
    }

    @Command(name = "lists", description = "Show what is banned and what is allowed.")
    int lists() throws Failure {
        return new PolicyWords(root).lists();
    }

    @Command(
            name = "explain",
            description = "Say what would become of an event, who refuses it and why; stores nothing.")
    int explain(
            @Parameters(
                            paramLabel = "EVENT-JSON|ID",
                            description = "The event, or the id of one that is here; - reads it from standard input.")
                    String what,
            @Option(names = "--from", paramLabel = "ADDRESS", description = "As if it came from there.") String address,
            @Option(names = "--as", paramLabel = "NPUB", description = "As if its sender had proven this key.")
                    List<String> keys)
            throws Failure {
        return new PolicyWords(root).explain(what, address, keys);
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
