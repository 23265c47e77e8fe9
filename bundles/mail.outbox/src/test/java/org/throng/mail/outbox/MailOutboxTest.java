// SPDX-License-Identifier: MIT
package org.throng.mail.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.throng.event.RelayUrl;
import org.throng.identity.Contact;
import org.throng.itests.mail.MemoryIdentities;
import org.throng.itests.mail.MemoryMailbox;
import org.throng.itests.mail.Person;
import org.throng.mail.Draft;
import org.throng.mail.StandardRelays;
import org.throng.mailbox.Letter;

class MailOutboxTest {
    private final Person alice = Person.of("alice");
    private final Person bob = Person.of("bob");
    private final MemoryIdentities identities = new MemoryIdentities().with(alice);
    private final MailOutbox outbox = new MailOutbox(identities, Person.CURVE, relays(), settings());

    private static StandardRelays relays() {
        return new StandardRelays() {
            @Override
            public List<RelayUrl> list() {
                return List.of();
            }

            @Override
            public boolean readsWraps() {
                return false;
            }
        };
    }

    private static OutboxSettings settings() {
        return (OutboxSettings) Proxy.newProxyInstance(
                OutboxSettings.class.getClassLoader(),
                new Class<?>[] {OutboxSettings.class},
                (self, method, words) -> method.getDefaultValue());
    }

    private Letter send(Person to) throws Exception {
        return outbox.send(alice.npub(), to.npub(), new Draft(14, "hello", List.of(), Optional.empty()));
    }

    @Test
    void whomOneWritesToIsAContactButForOneself() throws Exception {
        outbox.setMailbox(MemoryMailbox.open(identities));
        assertEquals(Letter.State.QUEUED, send(alice).state());
        assertTrue(identities.contacts(alice.npub()).isEmpty());
        assertEquals(Letter.State.QUEUED, send(bob).state());
        assertEquals(
                List.of(bob.npub()),
                identities.contacts(alice.npub()).stream().map(Contact::npub).toList());
    }
}
