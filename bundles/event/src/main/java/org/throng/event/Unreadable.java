// SPDX-License-Identifier: MIT
package org.throng.event;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What can be told of a client's message that is no JSON as we take it, such as a text with half a character: an answer that names
 * its event or its question, for a client waits for that one.
 */
final class Unreadable {
    private static final Pattern EVENT = Pattern.compile("\\s*+\\[\\s*+\"EVENT\"\\s*+,\\s*+\\{");
    private static final Pattern ID = Pattern.compile("[{,\\s]\"id\"\\s*+:\\s*+\"([0-9a-f]{64})\"");
    private static final Pattern QUESTION =
            Pattern.compile("\\s*+\\[\\s*+\"(REQ|COUNT|NEG-OPEN|NEG-MSG)\"\\s*+,\\s*+\"([^\"\\\\\\p{Cntrl}]{1,"
                    + ClientMessage.MAX_SUBSCRIPTION_ID + "}+)\"");

    private Unreadable() {}

    static RefusedException refusal(String json, String message) {
        Matcher id = ID.matcher(json);
        if (EVENT.matcher(json).lookingAt() && id.find()) {
            return new RefusedException(RefusedException.Answer.OK, id.group(1), message);
        }
        Matcher question = QUESTION.matcher(json);
        if (question.lookingAt()) {
            String word = question.group(1);
            RefusedException.Answer answer =
                    word.startsWith("NEG") ? RefusedException.Answer.NEG_ERR : RefusedException.Answer.CLOSED;
            return new RefusedException(answer, question.group(2), message, !word.equals("COUNT"));
        }
        return new RefusedException(RefusedException.Answer.NOTICE, "", message);
    }
}
