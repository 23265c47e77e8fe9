// SPDX-License-Identifier: MIT
package org.throng.backup;

import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.identity.Contact;
import org.throng.identity.Identity;
import org.throng.identity.Occasion;

/** A line of a backup. */
public sealed interface BackupEntry {
    /**
     * One of my names, and its key, which whoever reads or writes the entry closes.
     *
     * @param occasion what a disposable one was made for
     */
    record OfIdentity(Identity identity, SecretKey secret, Occasion occasion) implements BackupEntry {
        /** One that stays. */
        public OfIdentity(Identity identity, SecretKey secret) {
            this(identity, secret, Occasion.NONE);
        }
    }

    /**
     * Somebody whom one of my names knows.
     *
     * @param of my name's key
     */
    record OfContact(PublicKey of, Contact contact) implements BackupEntry {}

    /**
     * A message, as the node describes it.
     *
     * @param json one object on one line, whose member {@code type} is {@code message}
     */
    record OfMessage(String json) implements BackupEntry {
        /** Says nothing of the words. */
        @Override
        public String toString() {
            return "OfMessage[" + json.length() + " characters]";
        }
    }
}
