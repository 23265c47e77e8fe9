// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.util.Locale;

/** The id of a message: 64 hex digits. */
final class MessageId {
    private MessageId() {}

    static String checked(String text) throws Failure {
        if (!text.matches("[0-9a-fA-F]{64}")) {
            throw new Failure(
                    Exit.BAD_DATA,
                    "expected the id of a message, 64 hex digits as throng inbox shows them, got " + text.length()
                            + " characters");
        }
        return text.toLowerCase(Locale.ROOT);
    }
}
