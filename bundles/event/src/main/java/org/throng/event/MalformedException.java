// SPDX-License-Identifier: MIT
package org.throng.event;

/** Text from outside is not what it should be; the message says what was expected and may be shown to the sender. */
public final class MalformedException extends Exception {
    private static final long serialVersionUID = 1;

    /** @param message what was expected, in words that repeat nothing of the text */
    public MalformedException(String message) {
        super(message, null, false, false);
    }
}
