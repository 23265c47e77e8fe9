// SPDX-License-Identifier: MIT
package org.throng.mail.outbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.throng.cipher.Sha256;
import org.throng.event.EventId;
import org.throng.event.RelayUrl;
import org.throng.itests.mail.MemoryIdentities;
import org.throng.itests.mail.MemoryMailbox;
import org.throng.itests.mail.MemoryRelay;
import org.throng.itests.mail.MemoryTransport;
import org.throng.itests.mail.Person;
import org.throng.itests.mail.TestClock;
import org.throng.mail.Chores;
import org.throng.mail.StandardRelays;
import org.throng.mailbox.Changes;
import org.throng.mailbox.Drawer;
import org.throng.mailbox.Letter;
import org.throng.mailbox.Mailbox;
import org.throng.parcel.file.FileKey;
import org.throng.parcel.rumor.Rumor;
import org.throng.scheme.OpenScheme;
import org.throng.scheme.Scheme;

/** Alice's outbox, who writes to Bob; Bob reads on the relays a and b. The work is done on the test's thread. */
final class Desk {
    final Person alice = Person.of("alice");
    final Person bob = Person.of("bob");
    final MemoryTransport transport = new MemoryTransport();
    final MemoryRelay mine = transport.relay("mine");
    final MemoryRelay a = transport.relay("a");
    final MemoryRelay b = transport.relay("b");
    final TestClock clock = new TestClock();
    final MemoryIdentities identities =
            new MemoryIdentities().with(alice, mine.url()).knowing(alice, bob);
    final Mailbox mailbox = MemoryMailbox.open(identities);
    final List<Scheme> schemes = new ArrayList<>(List.of(Person.DIRECT));
    final List<OpenScheme> openSchemes = new ArrayList<>();
    final Copies copies = new Copies("auto", Optional::empty, new Random(4), clock);
    boolean readsWraps;
    Postman postman = postman();

    Desk() {
        mine.hold(bob.profile(TestClock.START - 1_000, a.url(), b.url()));
    }

    /** One as after a start: it knows nothing but what lies in the mailbox. */
    Postman postman() {
        Random random = new Random(4_611);
        Poster poster = new Poster(() -> List.copyOf(schemes), () -> List.of(transport), clock);
        Routes routes = new Routes(Person.CURVE, transport::newest, clock);
        StandardRelays relays = new StandardRelays() {
            @Override
            public List<RelayUrl> list() {
                return List.of(mine.url());
            }

            @Override
            public boolean readsWraps() {
                return readsWraps;
            }
        };
        return new Postman(
                identities,
                relays,
                new Ways(poster, identities, Optional::empty, Optional::empty, "", random, clock),
                Optional::empty,
                routes,
                new FilePosting(Person.CURVE, poster, random, clock),
                new OpenPosting(() -> List.copyOf(openSchemes), poster, routes, identities, relays, clock),
                copies,
                random,
                clock);
    }

    /** Lays a text on the desk. */
    EventId text(String words) throws IOException {
        Rumor rumor = alice.text(words, clock.seconds());
        Letter letter = letter(rumor.id(), Rumor.TEXT, words, Optional.of(rumor.id()), Optional.empty());
        Changes changes = new Changes();
        Sent.note(changes, letter, rumor.id());
        copies.add(mailbox, changes, letter, rumor);
        queue(changes, letter, Optional.of(new String(rumor.json(), StandardCharsets.UTF_8)));
        return letter.id();
    }

    /** Lays a file on the desk. */
    EventId file(byte[] file) throws IOException {
        Letter.Attachment attachment =
                new Letter.Attachment("a.png", "image/png", file.length, (int) FileKey.chunks(file.length), 0);
        Letter letter = letter(EventId.of(Sha256.of(file)), Rumor.FILE, "", Optional.empty(), Optional.of(attachment));
        Changes changes = new Changes();
        FileStore.put(changes, alice.npub(), letter.id(), file);
        queue(changes, letter, Optional.empty());
        return letter.id();
    }

    private Letter letter(
            EventId id, int kind, String words, Optional<EventId> rumor, Optional<Letter.Attachment> file) {
        return new Letter(
                0,
                id,
                rumor,
                alice.npub(),
                bob.npub(),
                true,
                kind,
                words,
                List.of(),
                clock.seconds(),
                clock.seconds(),
                "",
                Letter.State.QUEUED,
                "",
                file);
    }

    private void queue(Changes changes, Letter letter, Optional<String> rumor) throws IOException {
        Delivery delivery = Delivery.fresh(alice.npub(), bob.npub(), letter.id(), rumor, clock.millis());
        mailbox.write(changes.put(letter).put(Drawer.DELIVERY, delivery.key(), delivery.bytes()));
    }

    /** Does everything that is due now, once. */
    void work() throws Exception {
        for (Chores.Chore chore : postman.due(mailbox).values()) {
            chore.run();
        }
    }

    /** Lets time pass until the next attempt is due, and makes it. */
    void workLater() throws Exception {
        clock.move(Duration.ofMinutes(8));
        work();
    }

    Letter letter(EventId id) throws IOException {
        return mailbox.find(alice.npub(), id).orElseThrow();
    }

    Optional<Delivery> delivery(EventId id) throws IOException {
        Optional<byte[]> held = mailbox.note(Drawer.DELIVERY, alice.npub().hex() + ":" + id.hex());
        return held.isEmpty() ? Optional.empty() : Optional.of(Delivery.read(held.get()));
    }

    /** How many notes a drawer has. */
    int count(Drawer drawer, String prefix) throws IOException {
        int[] count = new int[1];
        mailbox.notes(drawer, (key, value) -> count[0] += key.startsWith(prefix) ? 1 : 0);
        return count[0];
    }
}
