// SPDX-License-Identifier: MIT
package org.throng.identity;

import java.util.Optional;
import org.throng.curve.PublicKey;

/**
 * What a disposable identity was made for: a note to its owner, in the vault alone.
 *
 * @param contact for whom
 * @param purpose for what, at most 200 characters on one line; may be empty
 */
public record Occasion(Optional<PublicKey> contact, String purpose) {
    /** Characters of a purpose at most. */
    public static final int MAX_PURPOSE = 200;

    /** Nobody and nothing in particular. */
    public static final Occasion NONE = new Occasion(Optional.empty(), "");

    public Occasion {
        if (!Identity.isLine(purpose, MAX_PURPOSE)) {
            throw new IllegalArgumentException("a purpose has at most 200 characters on one line");
        }
    }

    /** Says nothing of whom it concerns. */
    @Override
    public String toString() {
        return "Occasion[hidden]";
    }
}
