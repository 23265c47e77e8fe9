// SPDX-License-Identifier: MIT
package org.throng.rest;

import java.util.List;
import java.util.Optional;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.event.EventId;
import org.throng.event.RelayUrl;
import org.throng.identity.Contact;
import org.throng.identity.Identities;
import org.throng.identity.Identity;
import org.throng.identity.IdentityException;
import org.throng.identity.Nip19;
import org.throng.identity.OwnName;
import org.throng.identity.Pointer;

/**
 * Finds identities and people by what a user writes: npub, nprofile, hex, label, petname. What reads as a key is one, whatever
 * names there are: a name must not lead a message to somebody else.
 */
final class People {
    private final Identities identities;
    private final Curve curve;

    People(Identities identities, Curve curve) {
        this.identities = identities;
        this.curve = curve;
    }

    /**
     * @param text npub, hex or label; where it is empty the first identity that stays: a disposable one is only used where it is
     *     named, and when it is over nothing goes out under another name
     */
    Identity identity(Optional<String> text) throws Problem, IdentityException {
        List<Identity> all = identities.list();
        if (all.isEmpty()) {
            throw new Problem(
                    409, "No identity", Problem.REFUSED, "there is no identity yet; make one with 'throng id new'");
        }
        if (text.isEmpty()) {
            return all.stream()
                    .filter(identity -> !identity.isDisposable())
                    .findFirst()
                    .orElseThrow(() -> new Problem(
                            409,
                            "Which identity",
                            Problem.REFUSED,
                            "only disposable identities are here, and these are used where they are named: say which"));
        }
        List<Identity> labelled = OwnName.readsAsKey(text.get())
                ? List.of()
                : all.stream()
                        .filter(identity -> identity.label().equals(text.get()))
                        .toList();
        if (labelled.size() > 1) {
            throw Problem.badData("several identities have this label; name one by its npub");
        }
        if (labelled.size() == 1) {
            return labelled.get(0);
        }
        PublicKey key = Nip19.person(text.get(), curve).npub();
        return identities
                .find(key)
                .orElseThrow(() -> Problem.notFound("none of your identities has this key: " + Nip19.npub(key)));
    }

    /** The key of a person, written as npub, nprofile or hex. */
    PublicKey key(String text) throws IdentityException {
        return Nip19.person(text, curve).npub();
    }

    /** A person, and the relays that the text names. */
    Pointer.Profile person(PublicKey owner, String text) throws Problem, IdentityException {
        Optional<PublicKey> contact = OwnName.readsAsKey(text) ? Optional.empty() : contact(owner, text);
        return contact.isPresent() ? new Pointer.Profile(contact.get(), List.of()) : Nip19.person(text, curve);
    }

    /** Whom one of my identities calls so; nobody while the vault is locked. */
    Optional<PublicKey> contact(PublicKey owner, String petname) throws Problem, IdentityException {
        if (identities.isLocked()) {
            return Optional.empty();
        }
        List<Contact> called = identities.contacts(owner).stream()
                .filter(contact -> contact.petname().filter(petname::equals).isPresent())
                .toList();
        if (called.size() > 1) {
            throw Problem.badData("several contacts have this petname; name one by its npub");
        }
        return called.stream().findFirst().map(Contact::npub);
    }

    /** Keeps the relays of an nprofile for the time when its profile is looked up. */
    void remember(PublicKey owner, Pointer.Profile person, long now) throws IdentityException {
        if (person.relays().isEmpty() || person.npub().equals(owner)) {
            return;
        }
        Contact known = identities
                .contact(owner, person.npub())
                .orElse(new Contact(person.npub(), Optional.empty(), List.of(), Optional.empty(), false, false, now));
        if (!known.relays().containsAll(person.relays())) {
            List<RelayUrl> relays = new java.util.ArrayList<>(known.relays());
            person.relays().stream().filter(url -> !relays.contains(url)).forEach(relays::add);
            identities.put(
                    owner,
                    new Contact(
                            known.npub(),
                            known.petname(),
                            relays.subList(0, Math.min(8, relays.size())),
                            known.nip05(),
                            known.verified(),
                            known.blocked(),
                            known.addedAt()));
        }
    }

    static EventId id(String text) throws Problem {
        try {
            return EventId.ofHex(text);
        } catch (IllegalArgumentException e) {
            throw Problem.badData("a message's id is 64 lower-case hex digits");
        }
    }

    static RelayUrl relay(String text) throws Problem {
        try {
            return RelayUrl.of(text);
        } catch (IllegalArgumentException e) {
            throw Problem.badData(e.getMessage());
        }
    }
}
