// SPDX-License-Identifier: MIT
package org.throng.cli;

import java.util.List;
import java.util.Locale;
import org.throng.curve.PublicKey;
import org.throng.identity.Contact;
import org.throng.identity.IdentityException;
import org.throng.identity.Nip19;
import org.throng.identity.OwnName;
import org.throng.identity.Pointer;

/** Somebody as a user names them: npub, nprofile, hex, or a contact's petname. */
final class People {
    private People() {}

    /** Whether this is meant as a key, and not as a petname. */
    static boolean isKey(String text) {
        return OwnName.readsAsKey(text);
    }

    /** The key that is written here; whether it lies on the curve is for the vault or the node to say. */
    static Pointer.Profile key(String text) throws Failure {
        try {
            if (text.matches("[0-9a-fA-F]{64}")) {
                return new Pointer.Profile(PublicKey.ofHex(text.toLowerCase(Locale.ROOT)), List.of());
            }
            Pointer pointer = Nip19.decode(text);
            if (pointer instanceof Pointer.Profile profile) {
                return profile;
            }
            if (pointer instanceof Pointer.Key key) {
                return new Pointer.Profile(key.npub(), List.of());
            }
            throw new Failure(
                    Exit.BAD_DATA, "expected a person (npub or nprofile), got a note, an event or an address");
        } catch (IdentityException e) {
            throw Failure.of(e);
        }
    }

    /** The contact with a key or petname. */
    static Contact contact(Keys keys, PublicKey identity, String text) throws Failure {
        List<Contact> contacts = keys.contacts(identity);
        List<Contact> found;
        if (isKey(text)) {
            PublicKey npub = key(text).npub();
            found = contacts.stream()
                    .filter(contact -> contact.npub().equals(npub))
                    .toList();
        } else {
            found = contacts.stream()
                    .filter(contact -> contact.petname().filter(text::equals).isPresent())
                    .toList();
        }
        if (found.isEmpty()) {
            throw new Failure(
                    Exit.BAD_DATA,
                    "no contact is called '" + Printable.line(text)
                            + "'; throng contact list shows them, and an npub always works");
        }
        if (found.size() > 1) {
            throw new Failure(Exit.BAD_DATA, "several contacts have this petname; name one by its npub");
        }
        return found.get(0);
    }

    /** A contact's petname or the start of the key. */
    static String shown(Contact contact) {
        return contact.petname().orElse(Printable.shortKey(Nip19.npub(contact.npub())));
    }
}
