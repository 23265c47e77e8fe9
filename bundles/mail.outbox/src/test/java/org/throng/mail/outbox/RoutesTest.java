// SPDX-License-Identifier: MIT
package org.throng.mail.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.throng.event.Event;
import org.throng.event.RelayUrl;
import org.throng.itests.mail.MemoryIdentities;
import org.throng.itests.mail.MemoryMailbox;
import org.throng.itests.mail.MemoryRelay;
import org.throng.itests.mail.MemoryTransport;
import org.throng.itests.mail.Person;
import org.throng.itests.mail.TestClock;
import org.throng.mail.PeerKey;
import org.throng.mailbox.Changes;
import org.throng.mailbox.Drawer;
import org.throng.mailbox.Mailbox;
import org.throng.parcel.profile.Profile;
import org.throng.scheme.Recipient;

class RoutesTest {
    private static final long THEN = TestClock.START - 1_000;
    private static final Person ALICE = Person.of("alice");
    private static final Person BOB = Person.of("bob");

    private final MemoryTransport transport = new MemoryTransport();
    private final MemoryRelay mine = transport.relay("mine");
    private final MemoryRelay hinted = transport.relay("hinted");
    private final MemoryRelay named = transport.relay("named");
    private final RelayUrl a = transport.relay("a").url();
    private final RelayUrl b = transport.relay("b").url();
    private final RelayUrl c = transport.relay("c").url();
    private final TestClock clock = new TestClock();
    private final Mailbox mailbox = MemoryMailbox.open(new MemoryIdentities());
    private final Routes routes = new Routes(Person.CURVE, transport::newest, clock);

    private Route find() throws IOException {
        return routes.find(mailbox, ALICE.npub(), BOB.npub(), List.of(hinted.url()), List.of(mine.url()));
    }

    private void assertFound(List<RelayUrl> relays) throws IOException {
        Route route = find();
        assertEquals(new Route(Recipient.of(BOB.npub()), relays, Optional.of(Profile.of(relays)), ""), route);
    }

    private void named() throws IOException {
        mailbox.write(new Changes()
                .put(
                        Drawer.PEER,
                        PeerKey.replyRelay(ALICE.npub(), BOB.npub()),
                        named.url().toString().getBytes(StandardCharsets.UTF_8)));
    }

    private Event list(int kind, long createdAt, List<List<String>> tags) {
        return BOB.sign(createdAt, kind, tags, "");
    }

    @Test
    void profileIsFoundWhereverItLies() throws IOException {
        hinted.hold(BOB.profile(THEN, a, b));
        assertFound(List.of(a, b));
    }

    @Test
    void profileIsAskedForAtReplyRelayHintsAndOwnRelays() throws IOException {
        named();
        named.hold(BOB.profile(THEN, c));
        assertEquals(List.of(c), find().relays());
        for (MemoryRelay asked : List.of(named, hinted, mine)) {
            assertEquals(
                    List.of("newest " + Profile.KIND),
                    asked.calls(),
                    asked.url().toString());
        }
    }

    @Test
    void newestProfileWins() throws IOException {
        hinted.hold(BOB.profile(THEN + 5, b));
        mine.hold(BOB.profile(THEN, a));
        assertEquals(List.of(b), find().relays());
    }

    @Test
    void profileThatWasSeenIsNotReplacedByAnOlderOne() throws IOException {
        mine.hold(BOB.profile(THEN + 5, b));
        find();
        mine.lose(mine.events(Profile.KIND).get(0));
        mine.hold(BOB.profile(THEN, a));
        clock.move(Duration.ofHours(1));
        assertEquals(List.of(b), find().relays());
        assertEquals(2, mine.calls().size());
    }

    @Test
    void newerProfileReplacesTheOneThatWasSeenAlsoForTheNextStart() throws IOException {
        mine.hold(BOB.profile(THEN, a));
        find();
        mine.hold(BOB.profile(THEN + 5, b));
        clock.move(Duration.ofHours(1));
        assertEquals(List.of(b), find().relays());
        mine.falls();
        hinted.falls();
        Routes restarted = new Routes(Person.CURVE, transport::newest, clock);
        assertEquals(
                List.of(b),
                restarted
                        .find(mailbox, ALICE.npub(), BOB.npub(), List.of(), List.of(mine.url()))
                        .relays());
    }

    @Test
    void relayThatHidesTheProfileBringsNoFallbackAbout() throws IOException {
        mine.hold(BOB.profile(THEN, a));
        find();
        mine.lose(mine.events(Profile.KIND).get(0));
        clock.move(Duration.ofHours(1));
        assertFound(List.of(a));
    }

    @Test
    void profileIsAskedForOnceInTenMinutes() throws IOException {
        mine.hold(BOB.profile(THEN, a));
        find();
        clock.move(Duration.ofMinutes(9));
        find();
        assertEquals(1, mine.calls().size());
        clock.move(Duration.ofMinutes(2));
        find();
        assertEquals(2, mine.calls().size());
    }

    @Test
    void blankedRelaysOfAProfileAreLeftOut() throws IOException {
        Event.Unsigned blanked = new Profile(
                        List.of("", a.toString(), "", b.toString()),
                        List.of(1),
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        List.of())
                .unsigned(BOB.npub(), THEN);
        mine.hold(BOB.sign(THEN, blanked.kind(), blanked.tags(), blanked.content()));
        assertEquals(List.of(a, b), find().relays());
    }

    @Test
    void whatIsNoProfileIsAsIfItWereNotThere() throws IOException {
        mine.hold(BOB.sign(THEN + 9, Profile.KIND, List.of(), "{\"v\":1}"));
        hinted.hold(BOB.profile(THEN, a));
        assertEquals(List.of(a), find().relays());
    }

    @Test
    void atMostFourRelaysAreTaken() throws IOException {
        RelayUrl[] many = IntStream.range(0, 8)
                .mapToObj(i -> RelayUrl.of("wss://r" + i + ".test"))
                .toArray(RelayUrl[]::new);
        mine.hold(BOB.profile(THEN, many));
        assertEquals(List.of(many).subList(0, 4), find().relays());
    }

    @Test
    void withoutAProfileTheListForDirectMessagesIsTakenAndSaidAloud() throws IOException {
        mine.hold(list(
                10_050,
                THEN,
                List.of(
                        List.of("relay", a.toString()),
                        List.of("r", b.toString()),
                        List.of("relay", "nonsense"),
                        List.of("relay"),
                        List.of("relay", c.toString()))));
        mine.hold(list(10_002, THEN, List.of(List.of("r", b.toString()))));
        Route route = find();
        assertEquals(List.of(a, c), route.relays());
        assertTrue(route.note().contains("no Throng profile") && route.note().contains("10050"), route.note());
    }

    @Test
    void thenTheListOfRelaysThatTheyReadIsTakenAndSaidAloud() throws IOException {
        hinted.hold(list(
                10_002,
                THEN,
                List.of(
                        List.of("r", a.toString(), "write"),
                        List.of("r", b.toString()),
                        List.of("r", c.toString(), "read"))));
        Route route = find();
        assertEquals(List.of(b, c), route.relays());
        assertTrue(route.note().contains("10002"), route.note());
    }

    @Test
    void newestListWinsWhereTwoRelaysHaveDifferentOnes() throws IOException {
        List<List<String>> old = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            old.add(List.of("relay", "wss://old" + i + ".test"));
        }
        hinted.hold(list(10_050, THEN, old));
        mine.hold(list(10_050, THEN + 5, List.of(List.of("relay", a.toString()))));
        assertEquals(List.of(a), find().relays());
    }

    @Test
    void withoutAnyListTheReplyRelayIsTakenAndSaidAloud() throws IOException {
        named();
        Route route = find();
        assertEquals(List.of(named.url()), route.relays());
        assertTrue(route.note().contains("named for answers"), route.note());
    }

    @Test
    void withNothingElseHintsAndOwnRelaysAreTakenAndSaidAloud() throws IOException {
        Route route = find();
        assertEquals(List.of(hinted.url(), mine.url()), route.relays());
        assertTrue(route.note().contains("relays that you named and your own"), route.note());
        Route own = routes.find(mailbox, ALICE.npub(), BOB.npub(), List.of(), List.of(mine.url()));
        assertEquals(List.of(mine.url()), own.relays());
        assertTrue(own.note().contains("your own relays"), own.note());
    }

    @Test
    void oneAnswerIsEnough() throws IOException {
        hinted.falls();
        mine.hold(BOB.profile(THEN, a));
        assertEquals(List.of(a), find().relays());
    }

    @Test
    void withNoAnswerAtAllNothingIsSaidYet() throws IOException {
        hinted.falls();
        mine.falls();
        IOException e = assertThrows(IOException.class, this::find);
        assertTrue(e.getMessage().contains("did not answer"), e.getMessage());
        assertTrue(mailbox.note(Drawer.PEER, PeerKey.profile(BOB.npub())).isEmpty());
        mine.rises().hold(BOB.profile(THEN, a));
        assertEquals(List.of(a), find().relays());
    }

    @Test
    void withNoAnswerAtAllTheProfileThatWasSeenIsTaken() throws IOException {
        mine.hold(BOB.profile(THEN, a));
        find();
        clock.move(Duration.ofDays(1));
        hinted.falls();
        mine.falls();
        assertFound(List.of(a));
    }

    @Test
    void whoKnowsNoRelayIsToldHowToAddOne() {
        IOException e = assertThrows(
                IOException.class, () -> routes.find(mailbox, ALICE.npub(), BOB.npub(), List.of(), List.of()));
        assertTrue(e.getMessage().contains("throng relays add"), e.getMessage());
    }
}
