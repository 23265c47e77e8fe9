// SPDX-License-Identifier: MIT
package org.throng.scheme.tagged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.throng.cipher.Bytes;
import org.throng.cipher.Hmac;
import org.throng.scheme.OneTimeKey;
import org.throng.session.Conversation;
import org.throng.session.Source;

/** What somebody can open who takes everything at once. */
class TheftTest {
    private final World world = new World(11);
    private final World.Person alice = world.person("alice", false);
    private final World.Person bob = world.person("bob", false);
    private final World.Node a = alice.node();
    private final World.Node b = bob.node();

    @BeforeEach
    void talk() {
        a.compose(bob, 1);
        world.run(200);
        chat(70);
    }

    private void chat(int messages) {
        for (int i = 0; i < messages; i++) {
            (i % 3 == 0 ? b : a).compose(i % 3 == 0 ? alice : bob, 1);
            world.run(i % 10 == 0 ? 100 : 5);
        }
        world.run(100);
    }

    /** All that follows from any 32 bytes of what was taken: message keys, chains from there on, blocks from there on. */
    private static Set<String> derivable(byte[] stolen) {
        Set<String> keys = new HashSet<>();
        for (int at = 0; at + 32 <= stolen.length; at++) {
            byte[] secret = Arrays.copyOfRange(stolen, at, at + 32);
            keys.add(Bytes.hex(secret));
            chain(secret, keys, 24);
            chain(Ratchet.first(secret), keys, 6);
            chain(Ratchet.first(Ratchet.nextBlock(secret)), keys, 6);
        }
        return keys;
    }

    private static void chain(byte[] ck, Set<String> keys, int steps) {
        byte[] next = ck;
        for (int i = 0; i < steps; i++) {
            keys.add(Bytes.hex(Hmac.sha256(next, new byte[] {2})));
            next = Ratchet.next(next);
        }
    }

    @Test
    void nothingThatWasReadBeforeTheTheftIsOpened() {
        List<World.Packet> before = List.copyOf(world.wire);
        assertTrue(before.stream().filter(packet -> packet.key() != null).count() > 70);
        for (World.Node victim : List.of(a, b)) {
            byte[] stolen = victim.disk.values().iterator().next().bytes();
            Set<String> keys = derivable(stolen);
            for (World.Packet packet : before) {
                if (packet.key() != null) {
                    assertFalse(keys.contains(Bytes.hex(packet.key().insecureBytes())));
                }
            }
        }
        // the search finds what is there: the next message
        Set<String> keys = derivable(a.with(bob).bytes());
        OneTimeKey next = a.with(bob)
                .draw(a.with(bob).lines().get(0).name(), Optional.empty(), a)
                .orElseThrow()
                .result()
                .key();
        assertTrue(keys.contains(Bytes.hex(next.insecureBytes())));
    }

    @Test
    void passiveThiefOpensNothingFromTheFirstWholeEpochOn() {
        List<Thief> thieves = List.of(new Thief(a, bob), new Thief(b, alice));
        long epoch = thieves.get(0).epoch();
        int from = world.wire.size();
        chat(200);
        int opened = 0;
        int closed = 0;
        for (World.Packet packet : world.wire.subList(from, world.wire.size())) {
            long of = world.epochs.get(
                    java.nio.ByteBuffer.wrap(packet.key().tag()).getLong());
            boolean open = thieves.stream().map(thief -> thief.opens(packet)).reduce(false, Boolean::logicalOr);
            // e and e + 1 may have had a share on the disk when it was taken
            if (of > epoch + 1) {
                assertFalse(open, "a message of epoch " + of + ", taken in " + epoch);
                closed++;
            } else {
                opened += open ? 1 : 0;
            }
        }
        assertTrue(opened > 0, "the thief opens what it can");
        assertTrue(closed > 100, closed + " messages of whole epochs");
    }

    /** Has a copy of one side's state and of its long-term secrets, and reads all of the wire. */
    private static final class Thief {
        private final World.Node victim;
        private Conversation copy;
        private Conversation sending;
        private final List<OneTimeKey> own = new ArrayList<>();

        Thief(World.Node victim, World.Person other) {
            this.victim = victim;
            copy = victim.with(other);
            sending = copy;
        }

        long epoch() {
            return ((TaggedConversation) copy).epoch();
        }

        boolean opens(World.Packet packet) {
            if (packet.to() != victim.person) {
                return knowsOfTheVictims(packet.key());
            }
            long tag = java.nio.ByteBuffer.wrap(packet.key().tag()).getLong();
            if (!copy.at(tag).contains(packet.key())) {
                return false;
            }
            var used = copy.used(tag, packet.key().bodySecret(), victim).orElseThrow();
            Source.Index index = used.result();
            copy = used.next().opened(index, packet.parts(), victim).next();
            return true;
        }

        /** The keys that the victim was to send with when the state was taken. */
        private boolean knowsOfTheVictims(OneTimeKey key) {
            while (own.size() < 60) {
                var step = sending.draw(sending.lines().get(0).name(), Optional.empty(), victim);
                if (step.isEmpty()) {
                    break;
                }
                sending = step.get().next();
                own.add(step.get().result().key());
            }
            return own.contains(key);
        }
    }

    @Test
    void thiefOfTheSecretKeysAloneOpensNothing() {
        // a fresh conversation with all long-term secrets of Alice
        Conversation nothing = new TaggedSessions().fresh(alice.npub, a.id, bob.npub);
        chat(20);
        for (World.Packet packet : world.wire) {
            if (packet.to() == alice && packet.key() == null) {
                Source source = new Source.Agreement(alice.npub, packet.agreeing(), packet.kem());
                nothing = nothing.opened(source, packet.parts(), a).next();
            }
        }
        assertEquals(0, nothing.lines().size());
        for (World.Packet packet : world.wire) {
            if (packet.key() != null) {
                long tag = java.nio.ByteBuffer.wrap(packet.key().tag()).getLong();
                assertFalse(nothing.at(tag).contains(packet.key()));
            }
        }
    }
}
