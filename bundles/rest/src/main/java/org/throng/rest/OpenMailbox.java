// SPDX-License-Identifier: MIT
package org.throng.rest;

import java.util.Optional;
import java.util.function.Supplier;
import org.throng.mailbox.Mailbox;

/** The mailbox, which is there while the vault is open; a relay has none, whatever its vault. */
final class OpenMailbox {
    private final Supplier<Mailbox> present;
    private final boolean kept;

    /**
     * @param present {@code null} while it is not there
     * @param kept whether the role of this node keeps one
     */
    OpenMailbox(Supplier<Mailbox> present, boolean kept) {
        this.present = present;
        this.kept = kept;
    }

    /** @throws Problem where the vault is locked, or this is a relay */
    Mailbox get() throws Problem {
        return ifKept().orElseThrow(Problem::noMail);
    }

    /**
     * Empty on a relay.
     *
     * @throws Problem where the vault is locked
     */
    Optional<Mailbox> ifKept() throws Problem {
        if (!kept) {
            return Optional.empty();
        }
        return Optional.of(Optional.ofNullable(present.get()).orElseThrow(Problem::locked));
    }
}
