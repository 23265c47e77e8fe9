// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.util.concurrent.Callable;
import org.throng.identity.Nip19;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code throng inbox}: what was received, oldest first; with {@code --follow} what comes in as it comes. */
@Command(
        name = "inbox",
        description = "Show received messages, oldest first.",
        footer = {"", "With --json one object a line: id, from, text, created_at, scheme, state and more."})
final class InboxWord implements Callable<Integer> {
    private static final int PAGE = 200;

    private final Root root;

    @Option(names = "--follow", description = "Go on with what comes in, until interrupted.")
    boolean follow;

    @Option(names = "--after", paramLabel = "CURSOR", description = "Only what came after this one's cursor.")
    String after;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many.")
    Integer limit;

    @Option(names = "--with", paramLabel = "NPUB|PETNAME", description = "Only one conversation.")
    String with;

    @Option(names = "--box", paramLabel = "BOX", description = "inbox, outbox or all.", defaultValue = "inbox")
    String box;

    @Option(names = "--as", paramLabel = "NPUB|LABEL", description = "Only what concerns one identity.")
    String as;

    private String cursor;

    InboxWord(Root root) {
        this.root = root;
    }

    @Override
    public Integer call() throws Failure {
        if (!box.matches("inbox|outbox|all")) {
            throw new Failure(Exit.USAGE, "expected inbox, outbox or all after --box, got '" + box + "'");
        }
        if (limit != null && limit < 1) {
            throw new Failure(Exit.USAGE, "expected a number from 1 on after --limit");
        }
        NodeClient node = root.requireNode();
        NodeKeys keys = new NodeKeys(node, root.passphrases());
        String mine = as == null ? null : Nip19.npub(keys.pick(as).npub());
        String peer = with == null
                ? null
                : People.isKey(with)
                        ? Nip19.npub(People.key(with).npub())
                        : Nip19.npub(
                                People.contact(keys, keys.pick(as).npub(), with).npub());
        if (!root.json) {
            Ending.remind(root, keys);
        }
        cursor = after;
        long left = limit == null ? Long.MAX_VALUE : limit;
        while (left > 0) {
            long count = Math.min(left, PAGE);
            String asked = cursor;
            Object page = node.get("/messages"
                    + NodeClient.query("after", cursor, "limit", count, "box", box, "with", peer, "as", mine));
            long seen = 0;
            for (Object message : Json.list(page, "messages")) {
                show(message);
                seen++;
            }
            left -= seen;
            String next = Json.text(page, "next");
            if (seen == 0 || next.isEmpty() || next.equals(asked)) {
                break;
            }
            cursor = next;
        }
        if (follow) {
            node.follow(
                    "/messages/follow" + NodeClient.query("after", cursor, "box", box, "with", peer, "as", mine),
                    message -> {
                        show(message);
                        root.terminal.out().flush();
                        return !root.terminal.out().checkError(); // whoever read us has ended
                    });
        }
        return 0;
    }

    private void show(Object message) {
        String at = Json.text(message, "cursor");
        cursor = at.isEmpty() ? cursor : at;
        root.terminal.out().println(root.json ? Json.write(message) : MessageText.of(message) + "\n");
    }
}
