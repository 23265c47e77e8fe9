// SPDX-License-Identifier: MIT
package org.throng.mail.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.throng.cipher.Sha256;
import org.throng.event.EventId;
import org.throng.itests.mail.MemoryIdentities;
import org.throng.itests.mail.MemoryMailbox;
import org.throng.itests.mail.Person;
import org.throng.itests.mail.TestClock;
import org.throng.mail.Begun;
import org.throng.mail.Conversations;
import org.throng.mail.PeerKey;
import org.throng.mailbox.Changes;
import org.throng.mailbox.Drawer;
import org.throng.mailbox.Letter;
import org.throng.mailbox.Mailbox;
import org.throng.parcel.tlv.ShortId;
import org.throng.scheme.OneTimeKey;
import org.throng.scheme.tagged.TaggedSessions;
import org.throng.session.Line;
import org.throng.session.Ref;
import org.throng.session.Riders;
import org.throng.session.Source;
import org.throng.session.Ticket;

/** Alice and Bob, each with a mailbox and the product's own sessions. */
class KeptConversationsTest {
    private final TestClock clock = new TestClock();
    private final Side alice = new Side(Person.of("alice"), Person.of("bob"), 1);
    private final Side bob = new Side(Person.of("bob"), Person.of("alice"), 2);

    private final class Side {
        private final Person me;
        private final Person peer;
        private final MemoryIdentities identities;
        private final Mailbox mailbox;
        private final KeyRing keys;
        private boolean full;
        private KeptConversations kept;

        private Side(Person me, Person peer, long seed) {
            this.me = me;
            this.peer = peer;
            identities = new MemoryIdentities().with(me).knowing(me, peer);
            mailbox = mayBeFull(MemoryMailbox.open(identities));
            keys = ring(seed);
            kept = start();
        }

        private KeyRing ring(long seed) {
            try {
                return new KeyRing(identities, Person.CURVE, mailbox, new Random(seed), clock);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        private Mailbox mayBeFull(Mailbox real) {
            return (Mailbox) Proxy.newProxyInstance(
                    Mailbox.class.getClassLoader(), new Class<?>[] {Mailbox.class}, (self, method, words) -> {
                        if (full && method.getName().equals("write")) {
                            throw new IOException("the disk is full");
                        }
                        try {
                            return method.invoke(real, words);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }

        /** As after a start: it knows nothing but what lies in the mailbox. */
        private KeptConversations start() {
            try {
                return new KeptConversations(
                        identities,
                        Person.CURVE,
                        mailbox,
                        new TaggedSessions(),
                        keys,
                        new Random(me.name().hashCode()),
                        clock);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        private Riders riders() throws Exception {
            return kept.riders(me.npub(), peer.npub());
        }

        /** Takes in a direct body. */
        private void takeDirect(Side from, Riders riders) throws Exception {
            kept.opened(
                    me.npub(),
                    peer.npub(),
                    new Source.Agreement(
                            keys.certificate(me.npub()).scan(),
                            from.keys.certificate(from.me.npub()).scan(),
                            riders.kem()),
                    riders.parts(),
                    new Changes());
        }

        private List<Line> lines() {
            return kept.lines(me.npub(), peer.npub());
        }

        /** Which session with the other side the newest is, and whether a letter is to say that it began. */
        private String begun() throws IOException {
            int count = Begun.newest(mailbox, me.npub(), peer.npub())
                    .map(Begun::count)
                    .orElse(0);
            boolean unsaid = mailbox.note(Drawer.PEER, PeerKey.unsaid(me.npub(), peer.npub()))
                    .isPresent();
            return count + (unsaid ? " unsaid" : "");
        }

        private Ticket draw(Optional<Ref> ref) throws Exception {
            return kept.draw(me.npub(), peer.npub(), lines().get(0).name(), ref).orElseThrow();
        }

        private List<OneTimeKey> at(OneTimeKey key) {
            return kept.expected(me.npub()).at(ByteBuffer.wrap(key.tag()).getLong());
        }

        private Optional<Conversations.Index> use(OneTimeKey key) throws Exception {
            return kept.used(
                    me.npub(),
                    key.tag(),
                    key.bodySecret(),
                    index -> new Changes().put(Drawer.PENDING, "noted", new byte[] {1}));
        }
    }

    private void meet() throws Exception {
        for (int i = 0; i < 3 && (alice.lines().isEmpty() || bob.lines().isEmpty()); i++) {
            bob.takeDirect(alice, alice.riders());
            alice.takeDirect(bob, bob.riders());
        }
        assertEquals(1, alice.lines().size());
        assertEquals(1, bob.lines().size());
    }

    private static Letter letter(Side side, EventId id) {
        return new Letter(
                0,
                id,
                Optional.of(id),
                side.me.npub(),
                side.peer.npub(),
                true,
                14,
                "words",
                List.of(),
                1,
                1,
                "tagged",
                Letter.State.POSTED,
                "",
                Optional.empty());
    }

    @Test
    void twoSidesMeetInASessionThatOutlivesAStart() throws Exception {
        meet();
        String name = alice.lines().get(0).name();
        alice.kept = alice.start();
        bob.kept = bob.start();
        assertEquals("1 1", alice.begun() + " " + bob.begun(), "nobody is told of a first session");
        assertEquals(name, alice.lines().get(0).name());
        OneTimeKey key = alice.draw(Optional.empty()).key();
        assertEquals(List.of(key), bob.at(key));
        assertTrue(bob.use(key).isPresent());
    }

    @Test
    void indexIsUsedUpOnceInOneWriteWithItsNote() throws Exception {
        meet();
        OneTimeKey key = alice.draw(Optional.empty()).key();
        bob.full = true;
        assertThrows(IOException.class, () -> bob.use(key));
        assertEquals(List.of(key), bob.at(key), "what was not written did not happen");
        bob.full = false;
        assertEquals(bob.peer.npub(), bob.use(key).orElseThrow().peer());
        assertTrue(bob.mailbox.note(Drawer.PENDING, "noted").isPresent());
        assertEquals(List.of(), bob.at(key));
        assertTrue(bob.use(key).isEmpty(), "a second time it is not expected");
        bob.kept = bob.start();
        assertEquals(List.of(), bob.at(key));
    }

    @Test
    void indexThatCouldNotBeWrittenIsDrawnAgain() throws Exception {
        meet();
        alice.full = true;
        assertThrows(IOException.class, () -> alice.draw(Optional.empty()));
        alice.full = false;
        OneTimeKey key = alice.draw(Optional.empty()).key();
        alice.kept = alice.start();
        assertFalse(key.equals(alice.draw(Optional.empty()).key()), "but never one that may have left");
    }

    @Test
    void letterIsAcknowledgedWhenTheOtherSideSaysSo() throws Exception {
        meet();
        EventId id = EventId.of(Sha256.of(new byte[] {1}));
        alice.mailbox.write(new Changes()
                .put(letter(alice, id))
                .put(Drawer.DELIVERY, alice.me.npub().hex() + ":" + id.hex(), new byte[] {1}));
        Ticket ticket = alice.draw(Optional.of(new Ref(id, 0, 1, "wss://a.test")));
        Conversations.Index index = bob.use(ticket.key()).orElseThrow();
        bob.kept.opened(bob.me.npub(), bob.peer.npub(), index.source(), ticket.riders(), new Changes());
        clock.move(Duration.ofSeconds(7));
        assertEquals(
                List.of(new Conversations.Saying(bob.me.npub(), bob.peer.npub(), false)),
                bob.kept.due(),
                "an acknowledgement is owed within seconds");
        Ticket back = bob.draw(Optional.empty());
        Conversations.Index came = alice.use(back.key()).orElseThrow();
        alice.kept.opened(alice.me.npub(), alice.peer.npub(), came.source(), back.riders(), new Changes());
        assertEquals(
                Letter.State.ACKNOWLEDGED,
                alice.mailbox.find(alice.me.npub(), id).orElseThrow().state());
        assertTrue(alice.mailbox
                .note(Drawer.DELIVERY, alice.me.npub().hex() + ":" + id.hex())
                .isEmpty());
        assertEquals(List.of(), bob.kept.due(), "said is said");
        assertEquals(List.of(), alice.kept.due(), "an acknowledgement is not acknowledged");
    }

    @Test
    void whoLostItsStateIsAnsweredAndMeetsAgain() throws Exception {
        meet();
        EventId id = EventId.of(Sha256.of(new byte[] {1}));
        alice.mailbox.write(new Changes().put(letter(alice, id)));
        alice.draw(Optional.of(new Ref(id, 0, 1, "wss://a.test")));
        clock.move(Duration.ofSeconds(20));
        Side again = new Side(bob.me, bob.peer, 77);
        Riders asking = again.riders();
        assertFalse(asking.parts().isEmpty());
        alice.takeDirect(again, asking);
        for (int i = 0; i < 4 && again.lines().isEmpty(); i++) {
            clock.move(Duration.ofSeconds(7));
            assertEquals(
                    List.of(true),
                    alice.kept.due().stream().map(Conversations.Saying::direct).toList(),
                    "round " + i);
            again.takeDirect(alice, alice.riders());
            clock.move(Duration.ofSeconds(7));
            if (again.lines().isEmpty()) {
                alice.takeDirect(again, again.riders());
            }
        }
        assertEquals(1, again.lines().size());
        Ticket hello = again.draw(Optional.empty());
        Conversations.Index came = alice.use(hello.key()).orElseThrow();
        assertEquals("2 unsaid", alice.begun(), "known before the letter that came on it is opened");
        alice.kept.opened(alice.me.npub(), alice.peer.npub(), came.source(), hello.riders(), new Changes());
        assertEquals(2, alice.lines().size(), "the old node may only have been away");
        assertTrue(alice.mailbox
                .note(Drawer.AGAIN, alice.me.npub().hex() + ":" + id.hex())
                .isPresent());
    }

    @Test
    void strangerLearnsNothingAndLeavesNothing() throws Exception {
        Person carol = Person.of("carol");
        assertEquals(List.of(), bob.kept.riders(bob.me.npub(), carol.npub()).parts());
        bob.kept.opened(
                bob.me.npub(),
                carol.npub(),
                new Source.Agreement(bob.me.npub(), carol.npub(), Optional.empty()),
                alice.riders().parts(),
                new Changes().put(Drawer.DONE, "done", new byte[] {1}));
        assertTrue(bob.mailbox.note(Drawer.DONE, "done").isPresent());
        assertTrue(bob.mailbox
                .note(Drawer.SESSION, Conversations.key(bob.me.npub(), carol.npub()))
                .isEmpty());
    }

    @Test
    void whatIsForgottenIsNeitherExpectedNorOnTheDisk() throws Exception {
        meet();
        OneTimeKey key = alice.draw(Optional.empty()).key();
        bob.kept.forget(bob.me.npub(), bob.peer.npub());
        assertEquals(List.of(), bob.at(key));
        assertEquals(List.of(), bob.lines());
        assertTrue(bob.mailbox
                .note(Drawer.SESSION, Conversations.key(bob.me.npub(), bob.peer.npub()))
                .isEmpty());
    }

    @Test
    void whatWasSharedWithSomebodyWhoIsNoContactAnyLongerIsGoneAtTheNextStart() throws Exception {
        meet();
        bob.identities.remove(bob.me.npub(), bob.peer.npub());
        bob.kept = bob.start();
        assertEquals(List.of(), bob.lines());
        assertTrue(bob.mailbox
                .note(Drawer.SESSION, Conversations.key(bob.me.npub(), bob.peer.npub()))
                .isEmpty());
    }

    /** Outbox and inbox hold the mailbox where they read and write as one, and call here meanwhile. */
    @Test
    void whoHoldsTheMailboxDoesNotWaitForWhoWritesToIt() throws Exception {
        meet();
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<?> drawing;
            synchronized (bob.mailbox) {
                drawing = other.submit(() -> bob.draw(Optional.empty()));
                for (int i = 0; i < 50; i++) {
                    bob.kept.lost(
                            bob.me.npub(),
                            Person.of("carol").npub(),
                            new Source.Index("00", ShortId.ZERO, i),
                            new Changes().put(Drawer.DONE, "done " + i, new byte[] {1}));
                }
            }
            drawing.get(20, TimeUnit.SECONDS);
        } finally {
            other.shutdownNow();
        }
    }
}
