// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code throng admin …}: the own relay. */
@Command(
        name = "admin",
        description = "The own relay: stats, compact; backup, restore, export, import, retention.",
        synopsisSubcommandLabel = "WORD")
final class AdminWords extends Group {
    AdminWords(Root root) {
        super(root);
    }

    /** The words that have a class of their own. */
    static void addTo(CommandLine admin, Root root) {
        admin.addSubcommand("backup", new RelayBackupWord(root));
        admin.addSubcommand("restore", new RelayRestoreWord(root));
        admin.addSubcommand("export", new ExportWord(root));
        admin.addSubcommand("import", new ImportWord(root));
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
}
