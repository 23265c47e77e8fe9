// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Every word and the class that does it. A class is loaded only for the word that is said, or for the list of all. */
final class Words {
    private static final String[] ALL = {
        "node",
        "relay",
        "client",
        "id",
        "contact",
        "relays",
        "send",
        "inbox",
        "scan",
        "show",
        "search",
        "delete",
        "retry",
        "free",
        "status",
        "doctor",
        "logs",
        "plugin",
        "backup",
        "restore",
        "admin",
        "demo",
        "completion"
    };

    private Words() {}

    /** Adds the word that stands in the arguments, or all where none does or help is wanted. */
    static void add(CommandLine commandLine, Root root, String[] args) {
        String said = said(args);
        for (String word : ALL) {
            if (said == null || said.equals(word)) {
                CommandLine added = new CommandLine(command(word, root));
                if (word.equals("admin")) {
                    AdminWords.addTo(added, root);
                }
                sort(added.getCommandSpec());
                commandLine.addSubcommand(word, added);
            }
        }
    }

    /** Second words are methods, which the JVM lists in no order. */
    private static void sort(CommandSpec word) {
        for (Map.Entry<String, CommandLine> second : new TreeMap<>(word.subcommands()).entrySet()) {
            word.removeSubcommand(second.getKey());
            word.addSubcommand(second.getKey(), second.getValue());
        }
    }

    private static String said(String[] args) {
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--home") || args[i].equals("--passphrase-file")) {
                i++;
            } else if (!args[i].startsWith("-")) {
                for (String word : ALL) {
                    if (word.equals(args[i]) && !word.equals("completion")) {
                        return word;
                    }
                }
                return null;
            }
        }
        return null;
    }

    private static Object command(String word, Root root) {
        return switch (word) {
            case "node" -> new RoleWords.Node();
            case "relay" -> new RoleWords.Relay();
            case "client" -> new RoleWords.Client();
            case "id" -> new IdWords(root);
            case "contact" -> new ContactWords(root);
            case "relays" -> new RelaysWords(root);
            case "send" -> new SendWord(root);
            case "inbox" -> new InboxWord(root);
            case "scan" -> new ScanWord(root);
            case "show" -> new ShowWord(root);
            case "search" -> new SearchWord(root);
            case "delete" -> new DeleteWord(root);
            case "retry" -> new RetryWord(root);
            case "free" -> new FreeWord(root);
            case "status" -> new StatusWord(root);
            case "doctor" -> new DoctorWord(root);
            case "logs" -> new LogsWord(root);
            case "plugin" -> new PluginWords(root);
            case "backup" -> new BackupWord(root);
            case "restore" -> new RestoreWord(root);
            case "admin" -> new AdminWords(root);
            case "demo" -> new DemoWord(root);
            default -> new CompletionWord(root);
        };
    }
}
