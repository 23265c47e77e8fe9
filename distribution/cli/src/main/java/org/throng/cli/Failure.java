// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
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
    static Failure reading(IOException e) {
        return new Failure(Exit.BAD_DATA, "cannot read " + told(e));
    }

    /** A file could not be written. */
    static Failure writing(IOException e) {
        return new Failure(Exit.CANNOT_WRITE, "cannot write " + told(e));
    }

    private static String told(IOException e) {
        String what = String.valueOf(e.getMessage());
        if (e instanceof NoSuchFileException) {
            return what + ": there is no such file or folder";
        }
        if (e instanceof AccessDeniedException) {
            return what + ": the permission is missing";
        }
        if (e instanceof FileAlreadyExistsException) {
            return what + ": it is there already; choose another name or remove it first";
        }
        return what;
    }

    Exit exit() {
        return exit;
    }

    String kind() {
        return kind;
    }
}
