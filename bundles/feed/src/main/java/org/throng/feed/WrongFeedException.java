// SPDX-License-Identifier: MIT
package org.throng.feed;

/**
 * A feed says what cannot be true, or contradicts what it said before (docs/protocol.md, section 8); the message says what. It
 * is for people: a relay that did so once is not one to trust.
 */
public final class WrongFeedException extends Exception {
    private static final long serialVersionUID = 1;

    public WrongFeedException(String message) {
        super(message);
    }
}
