// SPDX-License-Identifier: MIT
package org.throng.transport;

/**
 * A relay's answer to an event.
 *
 * @param accepted whether the relay has it now; a duplicate counts
 * @param message the relay's words, cut to 256 characters
 */
public record Receipt(boolean accepted, String message) {
    /** Whether trying again later may help: the relay said so, or said nothing that is final. */
    public boolean isWorthAnotherTry() {
        return !accepted && (message.startsWith("rate-limited:") || message.startsWith("error:"));
    }
}
