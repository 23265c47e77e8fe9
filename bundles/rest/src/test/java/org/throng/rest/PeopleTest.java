// SPDX-License-Identifier: MIT
package org.throng.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.throng.identity.Contact;
import org.throng.identity.Identity;
import org.throng.identity.Nip19;
import org.throng.itests.mail.MemoryIdentities;
import org.throng.itests.mail.Person;

class PeopleTest {
    private final Person me = Person.of("me");
    private final Person other = Person.of("other");
    private final Person ben = Person.of("Ben");
    private final Person bob = Person.of("Bob");
    private final MemoryIdentities identities = new MemoryIdentities().with(me).with(other);
    private final People people = new People(identities, Person.CURVE);

    @BeforeEach
    void callBenBen() throws Exception {
        call(ben, "Ben");
    }

    private void call(Person person, String petname) throws Exception {
        identities.put(
                me.npub(),
                new Contact(person.npub(), Optional.of(petname), List.of(), Optional.empty(), false, false, 1));
    }

    @Test
    void petnameLeadsToTheContact() throws Exception {
        assertEquals(ben.npub(), people.person(me.npub(), "Ben").npub());
    }

    @Test
    void keyLeadsToItsOwnerWhoeverIsCalledSo() throws Exception {
        String npub = Nip19.npub(bob.npub());
        for (String written : List.of(npub, bob.npub().hex())) {
            call(ben, written); // as an older version took it
            assertEquals(bob.npub(), people.person(me.npub(), written).npub(), written);
        }
    }

    @Test
    void keyIsItsIdentityWhicheverHasItAsLabel() throws Exception {
        String npub = Nip19.npub(other.npub());
        identities.update(new Identity(me.npub(), npub, 1, List.of()));
        assertEquals(other.npub(), people.identity(Optional.of(npub)).npub());
        assertEquals(other.npub(), people.identity(Optional.of("other")).npub());
    }

    @Test
    void nameThatTwoHaveNamesNobody() throws Exception {
        call(bob, "Ben");
        identities.update(new Identity(me.npub(), "other", 1, List.of()));
        assertThrows(Problem.class, () -> people.person(me.npub(), "Ben"));
        assertThrows(Problem.class, () -> people.identity(Optional.of("other")));
    }
}
