// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.throng.home.PrivateFile;
import org.throng.identity.IdentityException;

/** A word cannot be done; the message says on one line what was expected and what to do next. */
final class Failure extends Exception {
    private static final long serialVersionUID = 1;

    private final Exit exit;
    private final String kind;

    Failure(Exit exit, String message) {
        this(exit, message, "");
    }

    /** @param kind the node's own name of the problem, for code that can do something about it */
    Failure(Exit exit, String message, String kind) {
        super(message);
        this.exit = exit;
        this.kind = kind;
    }

    static Failure of(IdentityException e) {
        Exit exit = switch (e.reason()) {
            case WRONG_PASSPHRASE, EXISTS, LOCKED, VAULT -> Exit.REFUSED;
            case FILE -> Exit.CANNOT_WRITE;
            default -> Exit.BAD_DATA;
        };
        return new Failure(exit, e.getMessage());
    }

    /** A file of the user's own could not be read. */
    static Failure reading(Path file, IOException e) {
        return new Failure(Exit.BAD_DATA, "cannot read " + PrivateFile.reason(file, e));
    }

    /** A file could not be written. */
    static Failure writing(Path file, IOException e) {
        return new Failure(Exit.CANNOT_WRITE, "cannot write " + PrivateFile.reason(file, e));
    }

    Exit exit() {
        return exit;
    }

    String kind() {
        return kind;
    }
}
