// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.throng.cipher.Sha256;
import org.throng.event.Event;
import org.throng.event.RelayUrl;
import org.throng.itests.mail.MemoryIdentities;
import org.throng.itests.mail.MemoryMailbox;
import org.throng.itests.mail.MemoryRelay;
import org.throng.itests.mail.MemoryTransport;
import org.throng.itests.mail.Person;
import org.throng.itests.mail.PlainKeys;
import org.throng.itests.mail.TestClock;
import org.throng.mail.Chores;
import org.throng.mailbox.Changes;
import org.throng.mailbox.Drawer;
import org.throng.mailbox.Letter;
import org.throng.mailbox.Mailbox;
import org.throng.parcel.HeaderEvent;
import org.throng.parcel.SealedPlain;
import org.throng.parcel.Tlv;
import org.throng.scheme.Scheme;
import org.throng.transport.Transport;

/** Bob's inbox, who reads on the relays a and b and knows Alice. The work is done on the test's thread. */
final class Room {
    final Person alice = Person.of("alice");
    final Person bob = Person.of("bob");
    final Person carol = Person.of("carol");
    final MemoryTransport transport = new MemoryTransport();
    final MemoryRelay a = transport.relay("a");
    final MemoryRelay b = transport.relay("b");
    final TestClock clock = new TestClock();
    final MemoryIdentities identities =
            new MemoryIdentities().with(bob, a.url(), b.url()).knowing(bob, alice);
    final Mailbox mailbox = MemoryMailbox.open(identities);
    final List<Scheme> schemes = new ArrayList<>(List.of(Person.DIRECT));
    final List<Transport> transports = new ArrayList<>(List.of(transport));
    final PlainKeys keys = new PlainKeys(identities);
    final Readers readers = new Readers(identities, () -> Optional.of(keys), Optional::empty);
    final LookUp lookUp = new LookUp(identities, readers, () -> List.copyOf(schemes), Optional::empty, clock);
    final Scan scan = new Scan(lookUp, readers, () -> List.copyOf(schemes), clock);
    final Opening opening = new Opening(identities, Optional::empty, new Random(14), clock);
    Runnable beforeFetching = () -> {};
    List<RelayUrl> published = List.of();
    Fetcher fetcher = fetcher();

    /** One as after a start: it knows nothing but what lies in the mailbox. */
    Fetcher fetcher() {
        Random random = new Random(4_610);
        return new Fetcher(
                () -> List.copyOf(schemes),
                () -> {
                    beforeFetching.run();
                    return List.copyOf(transports);
                },
                () -> Optional.of(keys),
                Optional::empty,
                (owner, index) -> index <= published.size() ? Optional.of(published.get(index - 1)) : Optional.empty(),
                opening,
                new FileFetch(owner -> List.of(a.url(), b.url()), random, clock, 0),
                random,
                clock);
    }

    /** Alice seals for Bob, now. */
    Person.Sealed sealed(Tlv... parts) {
        return alice.seal(bob.npub(), clock.seconds(), parts);
    }

    /** Lays header and body of a text by Alice on a relay. */
    Person.Sealed text(MemoryRelay relay, String words) {
        Person.Sealed sealed = sealed(alice.text(words, clock.seconds()).tlv());
        relay.hold(sealed.header(), sealed.body());
        return sealed;
    }

    /** Scans everything that a relay shows. */
    int scan(MemoryRelay relay) throws Exception {
        return scan(relay, relay.events(HeaderEvent.KIND));
    }

    int scan(MemoryRelay relay, List<Event> headers) throws Exception {
        return scan.scan(mailbox, relay.url(), Sightings.of(headers, clock.seconds()), new Changes());
    }

    /** Does everything that is due now, once. */
    void work() throws Exception {
        for (Chores.Chore chore : fetcher.due(mailbox).values()) {
            chore.run();
        }
    }

    /** Lets time pass until the next attempt is due, and makes it. */
    void workLater() throws Exception {
        clock.move(Duration.ofMinutes(8));
        work();
    }

    /** A header of Bob's that is noted, with no body anywhere. */
    Pending pending(int number) {
        byte[] seed = Sha256.of(new byte[] {(byte) number});
        return Pending.fresh(
                org.throng.curve.PublicKey.of(seed),
                bob.npub(),
                bob.npub(),
                new SealedPlain(seed, org.throng.event.EventId.of(seed), 1, (int) (clock.seconds() / 86_400), 0),
                Optional.empty(),
                a.url(),
                clock.millis());
    }

    List<Letter> letters() throws IOException {
        List<Letter> letters = new ArrayList<>();
        mailbox.letters(0, letters::add);
        return letters;
    }

    List<String> texts() throws IOException {
        return letters().stream().map(Letter::text).toList();
    }

    /** The values of a drawer. */
    List<byte[]> notes(Drawer drawer) throws IOException {
        List<byte[]> notes = new ArrayList<>();
        mailbox.notes(drawer, (key, value) -> notes.add(value));
        return notes;
    }
}
