// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.throng.event.MalformedException;
import org.throng.event.StrictJson;

/** What {@code throng admin} says about lists and policies. */
final class PolicyWords {
    private static final int MAX_EVENT = 1 << 20;

    private final Root root;

    PolicyWords(Root root) {
        this.root = root;
    }

    /**
     * @param subject a value, or what it is and a value
     * @param reason or null
     */
    int change(String word, List<String> subject, String reason) throws Failure {
        Object answer = root.requireNode()
                .call(
                        "POST",
                        "/admin/" + word,
                        Json.object(
                                "what",
                                subject.size() > 1 ? subject.get(0) : null,
                                "value",
                                subject.get(subject.size() - 1),
                                "reason",
                                reason));
        String text = line(answer) + "  " + (Json.isTrue(answer, "changed") ? done(word) : "was on no such list");
        if (Json.isTrue(answer, "erased")) {
            text += Json.text(answer, "what").equals("key") ? ", all that was here of it is erased" : ", erased";
        }
        if (Json.number(answer, "disconnected") > 0) {
            text += ", " + Json.number(answer, "disconnected") + " disconnected";
        }
        root.print(Json.map(answer), text);
        return 0;
    }

    private static String done(String word) {
        return switch (word) {
            case "ban" -> "banned";
            case "allow" -> "allowed";
            case "unban" -> "no longer banned";
            default -> "no longer allowed";
        };
    }

    int lists() throws Failure {
        Object lists = root.requireNode().get("/admin/lists");
        if (root.json) {
            root.terminal.out().println(Json.write(lists));
            return 0;
        }
        for (String name : List.of("banned", "allowed")) {
            for (Object entry : Json.list(lists, name)) {
                String reason = Json.text(entry, "reason");
                root.terminal.out().println(name + "  " + line(entry) + (reason.isEmpty() ? "" : "  " + reason));
            }
        }
        return 0;
    }

    private static String line(Object entry) {
        String npub = Json.text(entry, "npub");
        return Json.text(entry, "what") + " " + (npub.isEmpty() ? Json.text(entry, "value") : npub);
    }

    /**
     * @param what an event's JSON or id; {@code -} for standard input
     * @param address or null
     */
    int explain(String what, String address, List<String> keys) throws Failure {
        String text = what.equals("-") ? input() : what.strip();
        Map<String, Object> question = new LinkedHashMap<>();
        if (text.startsWith("{")) {
            try {
                question.put("event", StrictJson.read(text));
            } catch (MalformedException e) {
                throw new Failure(Exit.BAD_DATA, "the event: " + e.getMessage());
            }
        } else {
            question.put("id", text);
        }
        if (address != null) {
            question.put("address", address);
        }
        if (keys != null && !keys.isEmpty()) {
            question.put("keys", keys);
        }
        Object answer = root.requireNode().call("POST", "/admin/explain", question);
        if (root.json) {
            root.terminal.out().println(Json.write(answer));
            return 0;
        }
        root.terminal.out().println(summary(answer));
        for (Object finding : Json.list(answer, "findings")) {
            String why = Json.text(finding, "why");
            root.terminal
                    .out()
                    .println("  " + Json.text(finding, "by") + ": " + Json.text(finding, "says")
                            + (why.isEmpty() ? "" : "  " + why));
        }
        return 0;
    }

    private static String summary(Object answer) {
        String why = Json.text(answer, "why");
        return switch (Json.text(answer, "says")) {
            case "refuse" -> "refused by " + Json.text(answer, "by") + ": " + why;
            case "shadow" -> "seems accepted and is not, by " + Json.text(answer, "by") + ": " + why;
            case "accept" -> "accepted" + (why.isEmpty() ? "" : ": " + why);
            default -> "not known: " + why;
        };
    }

    private String input() throws Failure {
        try {
            byte[] bytes = root.terminal.in().readNBytes(MAX_EVENT + 1);
            if (bytes.length > MAX_EVENT) {
                throw new Failure(Exit.BAD_DATA, "expected one event of at most 1 MiB on standard input");
            }
            return new String(bytes, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new Failure(Exit.BAD_DATA, "standard input cannot be read: " + e.getMessage());
        }
    }
}
