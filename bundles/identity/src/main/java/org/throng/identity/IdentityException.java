// SPDX-License-Identifier: MIT
package org.throng.identity;

/** Something about a key, a passphrase or the vault is not right; the message says what was expected, never a secret. */
public final class IdentityException extends Exception {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    /** Every wrong input that is told apart. */
    public enum Reason {
        /** The bech32 checksum does not fit: a typing error. */
        CHECKSUM,
        /** Good bech32, but of another kind, such as an npub where an nsec is due. */
        WRONG_KIND,
        /** A prefix that no NIP names. */
        UNKNOWN_PREFIX,
        /** Too short or too long. */
        LENGTH,
        /** A secret that is zero or not below the order, or a public key off the curve. */
        NOT_ON_CURVE,
        /** Characters that do not belong there, or too many or too few of them in a label or petname. */
        CHARACTERS,
        /** Words that are not of the list, or whose checksum does not fit. */
        WORDS,
        /** The passphrase does not open it. */
        WRONG_PASSPHRASE,
        /** Of a version or a strength that this program does not read. */
        UNSUPPORTED,
        /** The key is there already; nothing was overwritten. */
        EXISTS,
        /** A label or petname that another identity or contact has. */
        TAKEN,
        /** No such identity. */
        UNKNOWN,
        /** An end that a disposable identity cannot have, or one for an identity that stays. */
        LIFETIME,
        /** The vault is locked. */
        LOCKED,
        /** There is no vault yet, or there is one already. */
        VAULT,
        /** A file could not be read or written. */
        FILE
    }

    public IdentityException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public IdentityException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
