// SPDX-License-Identifier: MIT
package org.throng.mailbox;

/**
 * What is remembered of a disposable identity that was wiped: not whose name it was, only what its owner must be told.
 *
 * @param at UNIX seconds
 * @param unsent letters that no relay had yet; they are gone
 */
public record Wiped(long at, int unsent) {
    /** How long it is remembered, in seconds. */
    public static final long REMEMBERED = 30L * 86_400;
}
