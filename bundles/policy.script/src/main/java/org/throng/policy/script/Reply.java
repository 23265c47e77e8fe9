// SPDX-License-Identifier: MIT
package org.throng.policy.script;

import java.util.Map;
import org.throng.event.MalformedException;
import org.throng.event.StrictJson;
import org.throng.policy.Verdict;

/**
 * What a script said.
 *
 * @param id of the event that it is about
 */
record Reply(String id, Verdict verdict) {
    private static final String NO_REASON = "blocked: this relay does not take it";

    /** @throws MalformedException where the line is no JSON object: a script may also print what it likes */
    static Map<?, ?> object(String line) throws MalformedException {
        if (StrictJson.read(line) instanceof Map<?, ?> members) {
            return members;
        }
        throw new MalformedException("expected a JSON object");
    }

    /** @throws ScriptException where a member is missing or of another form */
    static Reply read(Map<?, ?> members) throws ScriptException {
        String id = text(members, "id");
        String message = members.get("msg") instanceof String text ? text.strip() : "";
        return switch (text(members, "action")) {
            case "accept" -> new Reply(id, Verdict.ACCEPT);
            case "reject" -> new Reply(id, new Verdict(Verdict.Action.REFUSE, standard(message)));
            case "shadowReject" -> new Reply(id, Verdict.shadow(message));
            default ->
                throw new ScriptException("it answered with another action than accept, reject and shadowReject");
        };
    }

    private static String text(Map<?, ?> members, String name) throws ScriptException {
        if (!(members.get(name) instanceof String text)) {
            throw new ScriptException("its answer has no " + name);
        }
        return text;
    }

    /** A client looks at the word before the colon; a script may not have one, or one of its own. */
    private static String standard(String message) {
        if (message.isEmpty()) {
            return NO_REASON;
        }
        return Verdict.hasWord(message) ? message : "blocked: " + message;
    }
}
