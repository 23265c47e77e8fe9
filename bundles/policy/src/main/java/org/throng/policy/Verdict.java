// SPDX-License-Identifier: MIT
package org.throng.policy;

import java.util.Locale;

/**
 * What a policy decided.
 *
 * @param text of a refusal, as the client is told: a {@link Word}, a colon, a blank and a reason. Of a shadow rejection, for the
 *     operator alone. Empty where it is accepted.
 */
public record Verdict(Action action, String text) {
    /** Goes on to the next policy. */
    public static final Verdict ACCEPT = new Verdict(Action.ACCEPT, "");

    /** Characters of a text at most; the rest is cut off. */
    public static final int MAX_TEXT = 500;

    public Verdict {
        if (action == Action.REFUSE && !hasWord(text)) {
            throw new IllegalArgumentException("a refusal begins with a word of NIP-01, a colon and a blank");
        }
        text = text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
    }

    /** What becomes of the event. */
    public enum Action {
        ACCEPT,
        /** OK false with a reason. */
        REFUSE,
        /** OK true, as if it were stored; it is not, and nobody is shown it. */
        SHADOW
    }

    /** The words of NIP-01 that a refusal begins with. */
    public enum Word {
        AUTH_REQUIRED,
        BLOCKED,
        DUPLICATE,
        ERROR,
        INVALID,
        MUTE,
        POW,
        RATE_LIMITED,
        RESTRICTED;

        /** As on the wire, such as {@code rate-limited}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** @param reason a sentence that says what would be accepted */
    public static Verdict refuse(Word word, String reason) {
        return new Verdict(Action.REFUSE, word + ": " + reason);
    }

    /** @param reason for the operator */
    public static Verdict shadow(String reason) {
        return new Verdict(Action.SHADOW, reason);
    }

    /** Whether a text begins with one of the words, a colon and a blank. */
    public static boolean hasWord(String text) {
        for (Word word : Word.values()) {
            if (text.startsWith(word + ": ")) {
                return true;
            }
        }
        return false;
    }

    public boolean isAccepted() {
        return action == Action.ACCEPT;
    }
}
