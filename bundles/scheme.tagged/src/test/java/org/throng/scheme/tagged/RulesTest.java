// SPDX-License-Identifier: MIT
package org.throng.scheme.tagged;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.throng.event.EventId;
import org.throng.parcel.Tlv;
import org.throng.parcel.tlv.Acks;
import org.throng.parcel.tlv.Floor;
import org.throng.parcel.tlv.NodeId;
import org.throng.parcel.tlv.ShareRecord;
import org.throng.parcel.tlv.ShortId;
import org.throng.session.Conversation;
import org.throng.session.Line;
import org.throng.session.News;
import org.throng.session.Ref;
import org.throng.session.Source;
import org.throng.session.Step;
import org.throng.session.Ticket;

/** The rules of docs/protocol.md, section 6, one by one. */
class RulesTest {
    private final World world = new World(5);
    private final World.Person alice = world.person("alice", false);
    private final World.Person bob = world.person("bob", false);
    private final World.Node a = alice.node();
    private final World.Node b = bob.node();

    private void stand() {
        a.compose(bob, 1);
        world.run(200);
        assertEquals(1, a.with(bob).lines().size());
    }

    private static Line line(World.Node node, World.Person other) {
        return node.with(other).lines().get(0);
    }

    /** Draws and forgets to send: the header gets lost. */
    private static Ticket drawn(World.Node node, World.Person other, Ref ref) {
        Step<Ticket> step = node.with(other)
                .draw(line(node, other).name(), Optional.ofNullable(ref), node)
                .orElseThrow();
        node.disk.put(other, step.next());
        return step.result();
    }

    private static Optional<ShareRecord> record(List<Tlv> parts) throws Exception {
        for (Tlv part : parts) {
            if (part.type() == Tlv.SHARE_RECORD) {
                return Optional.of(ShareRecord.read(World.CURVE, part.value()));
            }
        }
        return Optional.empty();
    }

    private static Ref ref(int letter) {
        byte[] id = new byte[32];
        id[0] = (byte) letter;
        id[31] = 1;
        return new Ref(EventId.of(id), 0, 1, "wss://relay");
    }

    private static long bodies(World world) {
        return world.wire.size();
    }

    @Test
    void firstRecordIsForAnyNodeAndTheAnswerForOne() throws Exception {
        a.compose(bob, 1);
        world.run(200);
        List<World.Packet> direct =
                world.wire.stream().filter(packet -> packet.key() == null).toList();
        ShareRecord first = record(direct.get(0).parts()).orElseThrow();
        assertTrue(first.to().isZero());
        assertTrue(first.have().isZero());
        ShareRecord answer = record(direct.get(1).parts()).orElseThrow();
        assertEquals(a.id.id(), answer.to());
        assertTrue(answer.have().names(first.share().orElseThrow().bytes()));
        assertEquals(1, answer.epoch());
    }

    @Test
    void recordIsLongUntilThePeerHasTheShareAndShortAfterwards() throws Exception {
        stand();
        List<ShareRecord> mine = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            a.compose(bob, 1);
            world.run(100);
        }
        for (World.Packet packet : world.wire) {
            if (packet.key() != null && packet.from() == alice) {
                mine.add(record(packet.parts()).orElseThrow());
            }
        }
        assertEquals(2, mine.get(0).epoch());
        assertTrue(mine.get(0).share().isPresent());
        ShareRecord last = mine.get(mine.size() - 1);
        assertEquals(2, last.epoch());
        assertTrue(last.share().isEmpty());
        assertFalse(last.have().isZero());
    }

    @Test
    void recordToAnotherNodeIsIgnored() {
        ShareRecord record = new ShareRecord(
                ShortId.ofHex("00000000000000aa"),
                1,
                Optional.of(World.CURVE.publicKey(World.secret("x"))),
                ShortId.ZERO,
                ShortId.ZERO);
        open(a, record, new NodeId(ShortId.ofHex("00000000000000bb")));
        assertEquals(0, a.with(bob).tags().length);
        open(a, new ShareRecord(a.id.id(), 1, record.share(), ShortId.ZERO, ShortId.ZERO), new NodeId(record.to()));
        assertEquals(256, a.with(bob).tags().length);
    }

    private void open(World.Node node, ShareRecord record, NodeId writer) {
        Source source = new Source.Agreement(alice.npub, bob.npub, Optional.empty());
        node.disk.put(
                bob,
                node.with(bob)
                        .opened(source, List.of(writer.tlv(), record.tlv()), node)
                        .next());
    }

    @Test
    void ownShareThrownBackIsIgnored() throws Exception {
        ShareRecord offered = record(a.with(bob).riders(a).result().parts()).orElseThrow();
        a.disk.put(bob, a.with(bob).riders(a).next());
        ShareRecord mine = record(a.with(bob).riders(a).result().parts()).orElseThrow();
        open(a, new ShareRecord(a.id.id(), 1, mine.share(), ShortId.ZERO, ShortId.ZERO), new NodeId(b.id.id()));
        assertEquals(0, a.with(bob).tags().length);
        assertTrue(offered.share().isPresent());
    }

    @Test
    void answerToAShareThatIsGoneDoesNotPassForOneToTheNew() throws Exception {
        a.disk.put(bob, a.with(bob).riders(a).next());
        ShareRecord stale = new ShareRecord(
                a.id.id(),
                1,
                Optional.of(World.CURVE.publicKey(World.secret("x"))),
                ShortId.ZERO,
                ShortId.ofHex("1122334455667788"));
        open(a, stale, b.id);
        assertTrue(a.with(bob).lines().isEmpty());
        assertEquals(0, a.with(bob).tags().length);
        ShareRecord fresh = record(a.with(bob).riders(a).result().parts()).orElseThrow();
        assertEquals(b.id.id(), fresh.to());
        assertTrue(fresh.have().isZero());
    }

    @Test
    void sharesThatWereCombinedOtherwiseAreReplacedByAFreshOne() throws Exception {
        stand();
        // Bob begins and answers at once, but by then the share of Alice that he names is combined with another one
        ShareRecord first = begun("first", ShortId.ZERO);
        open(a, first, b.id);
        ShareRecord mine = recordWithHave(a, first);
        ShareRecord crossed =
                begun("second", ShortId.ofFirst(mine.share().orElseThrow().bytes()));
        open(a, crossed, b.id);
        assertTrue(a.with(bob).saysDirect());
        List<ShareRecord> now = records(a.with(bob).riders(a).result().parts());
        assertTrue(now.stream().anyMatch(record -> record.have().isZero()));
        assertTrue(now.stream()
                .noneMatch(record ->
                        record.have().names(crossed.share().orElseThrow().bytes())));
    }

    private ShareRecord begun(String secret, ShortId have) {
        return new ShareRecord(
                a.id.id(), 1, Optional.of(World.CURVE.publicKey(World.secret(secret))), ShortId.ZERO, have);
    }

    private ShareRecord recordWithHave(World.Node node, ShareRecord other) throws Exception {
        return records(node.with(bob).riders(node).result().parts()).stream()
                .filter(record ->
                        record.have().names(other.share().orElseThrow().bytes()))
                .findFirst()
                .orElseThrow();
    }

    private static List<ShareRecord> records(List<Tlv> parts) throws Exception {
        List<ShareRecord> records = new ArrayList<>();
        for (Tlv part : parts) {
            if (part.type() == Tlv.SHARE_RECORD) {
                records.add(ShareRecord.read(World.CURVE, part.value()));
            }
        }
        return records;
    }

    @Test
    void startsAtOnceMeetInOneSession() {
        a.compose(bob, 1);
        b.compose(alice, 1);
        a.post();
        b.post();
        world.run(300);
        assertEquals(line(a, bob).name(), line(b, alice).name());
        assertEquals(1, a.with(bob).lines().size());
    }

    @Test
    void verifiedMessageCountsAsHave() {
        a.compose(bob, 1);
        a.post();
        b.receive();
        world.now += 60;
        b.post();
        a.receive();
        assertEquals(1, a.with(bob).lines().size());
        assertTrue(b.with(alice).lines().isEmpty());
        assertTrue(a.draw(bob, line(a, bob), Optional.empty(), List.of()));
        b.receive();
        assertEquals(1, b.with(alice).lines().size());
    }

    @Test
    void epochEndsAfterAnHourOrTwentyMessages() {
        stand();
        TaggedConversation first = (TaggedConversation) a.with(bob);
        long epoch = first.sendingEpoch(line(a, bob).name());
        a.compose(bob, 1);
        world.run(100);
        a.compose(bob, 1);
        world.run(100);
        assertEquals(
                epoch,
                ((TaggedConversation) a.with(bob)).sendingEpoch(line(a, bob).name()));
        world.now += 3_601;
        a.compose(bob, 1);
        world.run(100);
        assertEquals(
                epoch + 1,
                ((TaggedConversation) a.with(bob)).sendingEpoch(line(a, bob).name()));
        for (int i = 0; i < 25; i++) {
            a.compose(bob, 1);
            world.run(61);
        }
        assertTrue(((TaggedConversation) a.with(bob)).sendingEpoch(line(a, bob).name()) >= epoch + 2);
    }

    @Test
    void offerDiesAfterSevenDays() throws Exception {
        a.disk.put(bob, a.with(bob).riders(a).next());
        ShareRecord first = record(a.with(bob).riders(a).result().parts()).orElseThrow();
        assertEquals(
                first.share(),
                record(a.with(bob).riders(a).result().parts()).orElseThrow().share());
        world.now += 7 * Rules.DAY;
        a.tick();
        assertFalse(first.share()
                .equals(record(a.with(bob).riders(a).result().parts())
                        .orElseThrow()
                        .share()));
    }

    @Test
    void usedIndexIsNotExpectedAgain() {
        stand();
        Ticket ticket = drawn(a, bob, null);
        long tag = java.nio.ByteBuffer.wrap(ticket.key().tag()).getLong();
        Conversation before = b.with(alice);
        Step<Source.Index> used = before.used(tag, ticket.key().bodySecret(), b).orElseThrow();
        assertTrue(used.next().at(tag).isEmpty());
        assertTrue(used.next().used(tag, ticket.key().bodySecret(), b).isEmpty());
        assertTrue(before.used(tag, new byte[32], b).isEmpty());
    }

    @Test
    void bodyThatIsOpenedTwiceChangesNothing() {
        stand();
        Ticket ticket = drawn(a, bob, null);
        long tag = java.nio.ByteBuffer.wrap(ticket.key().tag()).getLong();
        Step<Source.Index> used =
                b.with(alice).used(tag, ticket.key().bodySecret(), b).orElseThrow();
        Step<News> once = used.next().opened(used.result(), ticket.riders(), b);
        Step<News> twice = once.next().opened(used.result(), ticket.riders(), b);
        assertArrayEquals(once.next().bytes(), twice.next().bytes());
        assertEquals(News.NONE, twice.result());
    }

    @Test
    void lostBodyIsNotAcknowledged() throws Exception {
        stand();
        Ticket ticket = drawn(a, bob, ref(1));
        long tag = java.nio.ByteBuffer.wrap(ticket.key().tag()).getLong();
        Step<Source.Index> used =
                b.with(alice).used(tag, ticket.key().bodySecret(), b).orElseThrow();
        b.disk.put(alice, used.next().lost(used.result(), b).next());
        drawn(a, bob, ref(2));
        for (Acks.Chain chain : acks(drawn(b, alice, null).riders())) {
            assertFalse(chain.has(used.result().index()));
        }
    }

    private static List<Acks.Chain> acks(List<Tlv> parts) throws Exception {
        for (Tlv part : parts) {
            if (part.type() == Tlv.ACKS) {
                return Acks.read(part.value()).chains();
            }
        }
        return List.of();
    }

    @Test
    void letterInAnotherPlaceIsSatisfiedByTheFirstAckAndPassedByAFloor() throws Exception {
        stand();
        World.Letter letter = a.compose(bob, 1);
        Ref there = new Ref(letter.id, 0, 1, "wss://elsewhere");
        drawn(a, bob, there);
        a.post();
        world.run(100);
        assertTrue(letter.acknowledged);
        Ticket next = drawn(a, bob, ref(7));
        assertTrue(floor(next).isPresent());
    }

    private static Optional<Floor> floor(Ticket ticket) throws Exception {
        for (Tlv part : ticket.riders()) {
            if (part.type() == Tlv.FLOOR) {
                return Optional.of(Floor.read(part.value()));
            }
        }
        return Optional.empty();
    }

    @Test
    void anotherDrawForTheSamePieceAndPlaceGivesTheEarlierOneUp() throws Exception {
        stand();
        drawn(a, bob, ref(1));
        assertTrue(floor(drawn(a, bob, ref(2))).isEmpty());
        Ticket again = drawn(a, bob, ref(1));
        Optional<Floor> floor = floor(again);
        assertTrue(floor.isPresent());
    }

    @Test
    void floorErasesKeysAndCountsAsArrived() {
        ReceiveChain chain = new ReceiveChain(ShortId.ZERO, 1, new byte[32]);
        chain.use(5, 0);
        chain.arrive(5);
        assertEquals(0, chain.ack().orElseThrow().next());
        chain.floor(5);
        assertEquals(6, chain.ack().orElseThrow().next());
        assertEquals(250, chain.slots().size());
        chain.floor(10_000);
        assertEquals(6, chain.ack().orElseThrow().next());
    }

    @Test
    void firstHitInTheNewestBlockOpensOneMoreAndTheOneBeforeDiesAfterAWeek() {
        ReceiveChain chain = new ReceiveChain(ShortId.ZERO, 1, new byte[32]);
        chain.use(3, 100);
        assertEquals(255, chain.slots().size());
        chain.use(130, 100);
        assertEquals(254 + 128, chain.slots().size());
        chain.erase(100 + Rules.KEYS - 1);
        assertEquals(254 + 128, chain.slots().size());
        chain.erase(100 + Rules.KEYS);
        assertEquals(127 + 128, chain.slots().size());
    }

    @Test
    void senderNeverLeavesTheBlocksThatThePeerHolds() {
        SendChain chain = new SendChain(ShortId.ZERO, new byte[32], 0);
        assertEquals(256, chain.limit());
        chain.reached = 128;
        assertEquals(256, chain.limit());
        chain.reached = 129;
        assertEquals(384, chain.limit());
    }

    @Test
    void windowOf64LettersEndsInANewSessionAndTheyLeaveAgain() {
        stand();
        String old = line(a, bob).name();
        for (int i = 0; i < Rules.WINDOW; i++) {
            drawn(a, bob, ref(i));
        }
        assertEquals(0, line(a, bob).room());
        assertTrue(a.with(bob).draw(old, Optional.of(ref(100)), a).isEmpty());
        Step<News> tick = a.with(bob).tick(a);
        assertTrue(tick.next().saysDirect());
        assertTrue(tick.result().again().isEmpty());
        a.disk.put(bob, tick.next());
        Set<EventId> again = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            world.now += 60;
            a.post();
            b.receive();
            b.post();
            if (!a.inbox.isEmpty()) {
                World.Packet packet = a.inbox.remove(0);
                Source source = new Source.Agreement(alice.npub, bob.npub, packet.kem());
                Step<News> step = a.with(bob).opened(source, packet.parts(), a);
                again.addAll(step.result().again());
                a.disk.put(bob, step.next());
            }
        }
        assertEquals(Rules.WINDOW, again.size());
        assertFalse(line(a, bob).name().equals(old));
        assertEquals(Rules.WINDOW, line(a, bob).room());
    }

    @Test
    void wordlessBodiesTakeNoRoomAndOweNoAck() {
        stand();
        for (int i = 0; i < 200; i++) {
            drawn(a, bob, null);
        }
        assertEquals(Rules.WINDOW, line(a, bob).room());
        world.run(100);
        long before = bodies(world);
        assertTrue(a.draw(bob, line(a, bob), Optional.empty(), List.of()));
        world.run(20 * Rules.DAY);
        assertEquals(before + 1, bodies(world));
    }

    @Test
    void oneMessageCallsForthFewBodiesAndThenSilence() {
        stand();
        world.run(Rules.DAY);
        long before = bodies(world);
        a.compose(bob, 1);
        world.run(20 * Rules.DAY);
        assertTrue(bodies(world) <= before + 3, (bodies(world) - before) + " bodies");
    }

    @Test
    void holeOf72HoursBeginsANewSession() {
        stand();
        drawn(a, bob, ref(1));
        b.compose(alice, 1);
        world.run(100);
        String old = line(a, bob).name();
        world.run(Rules.HOLE - 200);
        assertEquals(old, line(a, bob).name());
        world.run(Rules.DAY);
        assertFalse(line(a, bob).name().equals(old));
    }

    @Test
    void silenceOf21DaysBeginsANewSessionAndAPeerIsDroppedAfter30() {
        stand();
        a.letters.clear();
        drawn(a, bob, ref(1));
        bob.nodes.clear();
        world.run(20 * Rules.DAY);
        assertEquals(Rules.NEVER, a.with(bob).sayBy());
        long before = bodies(world);
        world.run(2 * Rules.DAY);
        assertTrue(bodies(world) > before);
        world.now += 8 * Rules.DAY;
        Step<News> step = a.with(bob).tick(a);
        assertEquals(Set.of(ref(1).letter()), step.result().again());
        assertTrue(step.next().lines().isEmpty());
    }

    @Test
    void anotherScanKeyBeginsANewSession() {
        stand();
        String old = line(a, bob).name();
        alice.agree("alice's scan key");
        world.run(2 * Rules.DAY);
        assertFalse(line(a, bob).name().equals(old));
        World.Letter letter = b.compose(alice, 1);
        world.run(100);
        assertTrue(letter.acknowledged);
    }

    @Test
    void keysOfEarlierEpochsDieAfterAWeek() {
        stand();
        for (int i = 0; i < 60; i++) {
            a.compose(bob, 1);
            world.run(61);
        }
        assertTrue(b.with(alice).tags().length > 3 * 200);
        world.run(8 * Rules.DAY);
        assertTrue(b.with(alice).tags().length < 2 * 256 + 1, b.with(alice).tags().length + " tags");
    }

    @Test
    void kemSecretsAreInTheRootsWhereProfilesHaveKeys() {
        World pq = new World(9);
        World.Person carol = pq.person("carol", true);
        World.Person dave = pq.person("dave", true);
        World.Node c = carol.node();
        World.Node d = dave.node();
        c.compose(dave, 1);
        pq.run(200);
        assertTrue(line(c, dave).postQuantum());
        assertTrue(line(d, carol).postQuantum());
        for (int i = 0; i < 60; i++) {
            World.Letter letter = c.compose(dave, 1);
            pq.run(61);
            assertTrue(letter.acknowledged);
        }
        assertTrue(pq.wire.stream()
                .flatMap(packet -> packet.parts().stream())
                .anyMatch(part -> part.type() == Tlv.KEM_KEY));
        assertTrue(pq.wire.stream()
                .filter(packet -> packet.key() != null)
                .flatMap(packet -> packet.parts().stream())
                .anyMatch(part -> part.type() == Tlv.KEM_CIPHERTEXT));
        assertTrue(((TaggedConversation) c.with(dave)).epoch() > 2);
    }

    @Test
    void oneKemKeyServesOnlyItsOwner() {
        World half = new World(10);
        World.Person carol = half.person("carol", false);
        World.Person dave = half.person("dave", true);
        World.Node c = carol.node();
        World.Node d = dave.node();
        d.compose(carol, 1);
        half.run(200);
        assertTrue(line(c, dave).postQuantum());
        assertTrue(line(d, carol).postQuantum());
    }

    @Test
    void everyNodeOfTheContactAndEveryOwnNodeGetsItsMessages() {
        World.Node second = bob.node();
        World.Node own = alice.node();
        a.compose(bob, 1);
        world.run(400);
        b.compose(alice, 1);
        second.compose(alice, 1);
        a.compose(alice, 1);
        world.run(400);
        World.Letter letter = a.compose(bob, 3);
        World.Letter toMyself = a.compose(alice, 1);
        world.run(200);
        assertEquals(2, a.with(bob).lines().size());
        assertEquals(1, a.with(alice).lines().size());
        assertTrue(b.has(letter));
        assertTrue(second.has(letter));
        assertTrue(own.has(toMyself));
        assertTrue(letter.acknowledged);
    }

    @Test
    void restoredBackupBeginsWithAFreshNodeAndNothingIsLost() {
        stand();
        World.Letter before = a.compose(bob, 1);
        a.post();
        b.restore();
        World.Letter after = a.compose(bob, 1);
        world.run(3 * Rules.DAY);
        assertTrue(before.acknowledged);
        assertTrue(after.acknowledged);
        assertTrue(b.has(before));
        World.Letter answer = b.compose(alice, 1);
        world.run(100);
        assertTrue(answer.acknowledged);
    }

    @Test
    void clockThatWentBackDoesNotHoldTimersUp() {
        stand();
        a.skew = -300 * Rules.DAY;
        b.skew = -300 * Rules.DAY;
        a.crash();
        World.Letter letter = a.compose(bob, 1);
        world.run(100);
        assertTrue(letter.acknowledged);
    }

    @Test
    void stateReadsBackAndNothingElseDoes() throws Exception {
        stand();
        byte[] bytes = a.with(bob).bytes();
        TaggedSessions sessions = new TaggedSessions();
        assertArrayEquals(bytes, sessions.read(bytes).bytes());
        for (int length = 0; length < bytes.length; length += 7) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThrows(IOException.class, () -> sessions.read(cut));
        }
        assertThrows(IOException.class, () -> sessions.read(Arrays.copyOf(bytes, bytes.length + 1)));
        byte[] other = bytes.clone();
        other[0] = 9;
        assertThrows(IOException.class, () -> sessions.read(other));
        for (int at = 0; at < bytes.length; at += 41) {
            byte[] changed = bytes.clone();
            changed[at] ^= (byte) 0xff;
            try {
                sessions.read(changed).tags();
            } catch (IOException e) {
                assertTrue(e.getMessage().startsWith("a "));
            }
        }
    }
}
