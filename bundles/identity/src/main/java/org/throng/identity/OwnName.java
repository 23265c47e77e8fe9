// SPDX-License-Identifier: MIT
package org.throng.identity;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.throng.curve.PublicKey;
import org.throng.identity.IdentityException.Reason;

/**
 * The names that I give: labels of my identities, petnames of their contacts. Wherever one may be written a key may be too, so that
 * none may read as a key: a message would go to somebody else than the key says. And each is given once, or it would name nobody.
 */
public final class OwnName {
    private static final Pattern KEY = Pattern.compile(
            "nostr:.*" + "|(npub|nprofile|nsec|note|nevent|naddr|ncryptsec)1.*|[0-9a-f]{64}", Pattern.DOTALL);

    private OwnName() {}

    /** Whether a text is meant as a key, right or wrong, public or secret, and never as a label or a petname. */
    public static boolean readsAsKey(String text) {
        return KEY.matcher(text.strip().toLowerCase(Locale.ROOT)).matches();
    }

    /**
     * @param all my identities
     * @throws IdentityException {@code CHARACTERS} where it can be no label, {@code TAKEN} where another identity has it
     */
    public static void requireLabel(String label, PublicKey of, Collection<Identity> all) throws IdentityException {
        requireName("label", label);
        for (Identity other : all) {
            if (other.label().equals(label) && !other.npub().equals(of)) {
                throw taken("label", label, other.npub());
            }
        }
    }

    /**
     * @param all the contacts of one identity
     * @throws IdentityException {@code CHARACTERS} where it can be no petname, {@code TAKEN} where another contact has it
     */
    public static void requirePetname(String petname, PublicKey of, Collection<Contact> all) throws IdentityException {
        requireName("petname", petname);
        for (Contact other : all) {
            if (other.petname().equals(Optional.of(petname)) && !other.npub().equals(of)) {
                throw taken("petname", petname, other.npub());
            }
        }
    }

    /**
     * @param kind label or petname
     * @throws IdentityException {@code CHARACTERS} where it can be none, whoever has it
     */
    public static void requireName(String kind, String name) throws IdentityException {
        if (readsAsKey(name)) { // which may be a secret one: it is not repeated
            throw new IdentityException(
                    Reason.CHARACTERS,
                    "expected a " + kind + " that does not read as a key; choose a name of your own");
        }
        if (!Identity.isLabel(name)) {
            throw new IdentityException(Reason.CHARACTERS, "expected a " + kind + " of 1 to 64 characters on one line");
        }
    }

    private static IdentityException taken(String kind, String name, PublicKey whose) {
        return new IdentityException(
                Reason.TAKEN,
                "the " + kind + " '" + name + "' is taken: it is that of " + Nip19.npub(whose)
                        + "; choose another one");
    }
}
