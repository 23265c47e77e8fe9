// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.throng.relay.events.RelayFixture.NOW;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.throng.event.ClientMessage;
import org.throng.event.Event;
import org.throng.event.EventId;
import org.throng.event.Filter;
import org.throng.event.RelayMessage;
import org.throng.event.negentropy.Items;
import org.throng.event.negentropy.Negentropy;

/** Small things that relays get wrong, on one relay; each test has authors of its own. */
@Timeout(60)
@TestInstance(Lifecycle.PER_CLASS)
class BehavioursTest {
    private RelayFixture relay;
    private Client client;
    private int seed = 500;

    @BeforeAll
    void start() throws Exception {
        relay = RelayFixture.start();
    }

    @BeforeEach
    void connect() throws Exception {
        client = relay.connect();
    }

    @AfterEach
    void leave() {
        client.close();
    }

    @AfterAll
    void stop() throws Exception {
        relay.close();
    }

    private Author somebody() {
        return new Author(seed++);
    }

    private static Filter of(Author author) {
        return Filter.ALL.withAuthors(author.key());
    }

    /** What a raw EVENT is answered with: OK, or NOTICE where it has no id that could be answered. */
    private void assertRefused(String event) throws Exception {
        client.say("[\"EVENT\"," + event + "]");
        RelayMessage answer = client.next();
        String text = answer instanceof RelayMessage.Ok ok && !ok.accepted()
                ? ok.message()
                : answer instanceof RelayMessage.Notice notice ? notice.message() : answer.json();
        assertTrue(text.startsWith("invalid: "), text + " to " + event);
    }

    @Test
    void hexIsLowerCaseAndWhole() throws Exception {
        Author author = somebody();
        Event event = author.write(1, NOW, "words", "t=x");
        for (String hex : List.of(
                event.id().hex(),
                event.pubkey().hex(),
                HexFormat.of().formatHex(event.signature().bytes()))) {
            assertRefused(event.json().replace(hex, hex.toUpperCase(Locale.ROOT)));
            assertRefused(event.json().replace(hex, hex.substring(2)));
            assertRefused(event.json().replace(hex, hex + "00"));
        }
        assertEquals(0, client.count(of(author)));
        String upper = event.id().hex().toUpperCase(Locale.ROOT);
        for (String name : List.of("ids", "authors", "#e", "#p")) {
            for (String value :
                    List.of(upper, event.id().hex().substring(0, 32), event.id().hex() + "00")) {
                client.say("[\"REQ\",\"s\",{\"" + name + "\":[\"" + value + "\"]}]");
                assertTrue(client.next(RelayMessage.Closed.class).message().startsWith("invalid: "), name);
            }
        }
    }

    @Test
    void kindsHaveSixteenBits() throws Exception {
        Author author = somebody();
        Event highest = author.write(65_535, NOW, "");
        client.publish(highest);
        assertEquals(List.of(highest), client.find(of(author).withKinds(65_535)));
        for (String kind : List.of("65536", "70000", "-1", "1.0", "1e3", "\"1\"")) {
            assertRefused(highest.json().replace("\"kind\":65535", "\"kind\":" + kind));
        }
    }

    @Test
    void timesAreWholeNumbers() throws Exception {
        Event event = somebody().write(1, NOW, "");
        for (String time : List.of("1.9e9", "1900000200.0", "1E9", "-1e400", "\"1900000200\"")) {
            assertRefused(event.json().replace("\"created_at\":" + NOW, "\"created_at\":" + time));
        }
    }

    @Test
    void orderOfMembersDoesNotMatter() throws Exception {
        Author author = somebody();
        Event event = author.write(1, NOW, "words", "t=x");
        List<String> members = new ArrayList<>(List.of(event.json()
                .substring(1, event.json().length() - 1)
                .split(",(?=\"(pubkey|created_at|kind|tags|content|sig)\":)")));
        assertEquals(7, members.size());
        Collections.reverse(members);
        client.say("[\"EVENT\",{" + String.join(",", members) + "}]");
        assertTrue(client.next(RelayMessage.Ok.class).accepted());
        assertEquals(List.of(event), client.find(of(author)));
    }

    @Test
    void addressWithoutDIsThatOfTheEmptyD() throws Exception {
        Author author = somebody();
        client.publish(author.write(30_023, NOW - 9, "no d tag"));
        Event other = author.write(30_023, NOW - 9, "another", "d=x");
        client.publish(other);
        client.publish(author.write(5, NOW, "", "a=30023:" + author.key().hex() + ":"));
        assertEquals(List.of(other), client.find(of(author).withKinds(30_023)));
        assertTrue(client.refused(author.write(30_023, NOW - 1, "", "d=")).startsWith("blocked: "));
    }

    @Test
    void liveEventThatFitsSeveralFiltersComesOnceAndAnEmptyListFitsNone() throws Exception {
        Author author = somebody();
        client.find("two", of(author).withLimit(0), Filter.ALL.withKinds(1).withAuthors(author.key()));
        client.find("none", of(author).withKinds());
        Event event = author.write(1, NOW, "once");
        relay.store(event);
        assertEquals(new RelayMessage.Found("two", event), client.next());
        assertEquals(1, client.count(of(author))); // and nothing came before this answer
    }

    @Test
    void briefWrapIsShownToItsReceiverAndNeverStored() throws Exception {
        Author bob = somebody();
        try (Client receiver = relay.connect()) {
            receiver.authenticate(
                    bob.proof(receiver.challenge(), relay.uri("ws").toString()));
            Filter his = Filter.ALL.withKinds(21_059).withTag('p', bob.key().hex());
            receiver.find("live", his);
            long before = relay.relay.stats().events();
            Event wrap =
                    somebody().write(21_059, NOW, "sealed", "p=" + bob.key().hex());
            client.publish(wrap);
            assertEquals(new RelayMessage.Found("live", wrap), receiver.next());
            assertEquals(0, receiver.count(his));
            assertEquals(List.of(), receiver.find(Filter.ALL.withIds(wrap.id())));
            assertEquals(before, relay.relay.stats().events());
        }
    }

    @Test
    void expirationOfAnEphemeralEventCounts() throws Exception {
        Author author = somebody();
        client.find("live", of(author));
        assertTrue(client.refused(author.write(20_001, NOW, "", "expiration=" + NOW))
                .startsWith("invalid: "));
        Event event = author.write(20_001, NOW, "", "expiration=" + (NOW + 9_000));
        client.say(new ClientMessage.Publish(event));
        List<RelayMessage> both = new ArrayList<>();
        both.add(client.next());
        both.add(client.next());
        assertTrue(both.contains(new RelayMessage.Found("live", event)), both.toString());
    }

    private Set<EventId> compared(Client who, Filter filter) throws Exception {
        Negentropy own = Negentropy.client(new Items.Builder().build(), 60_000);
        who.say(new ClientMessage.Compare("n", filter, HexFormat.of().formatHex(own.initiate())));
        byte[] answer =
                HexFormat.of().parseHex(who.next(RelayMessage.Compared.class).payload());
        return Set.copyOf(own.reconcile(answer).need());
    }

    @Test
    void comparisonShowsNeitherWhatIsOverNorWhatIsOthers() throws Exception {
        Author author = somebody();
        Author bob = somebody();
        Author eve = somebody();
        Event brief = author.write(1, NOW, "brief", "expiration=" + (NOW + 5));
        Event deleted = author.write(1, NOW, "deleted");
        Event message = author.write(4, NOW, "for bob", "p=" + bob.key().hex());
        Event note = author.write(1, NOW, "stays");
        relay.store(brief, deleted, message, note);
        Event deletion = author.write(5, NOW, "", "e=" + deleted.id().hex());
        client.publish(deletion);
        assertEquals(Set.of(brief.id(), note.id(), deletion.id()), compared(client, of(author)));
        relay.seconds.set(NOW + 5);
        try {
            assertEquals(Set.of(note.id(), deletion.id()), compared(client, of(author)));
            client.authenticate(eve.proof(client.challenge(), relay.uri("ws").toString()));
            assertEquals(Set.of(), compared(client, of(author).withKinds(4)));
            client.authenticate(bob.proof(client.challenge(), relay.uri("ws").toString()));
            assertEquals(Set.of(message.id()), compared(client, of(author).withKinds(4)));
        } finally {
            relay.seconds.set(NOW);
        }
    }

    @Test
    void whoLeftMayComeBackAtOnce() throws Exception {
        for (int i = 0; i < 30; i++) {
            try (Client again = relay.connect()) {
                assertFalse(again.challenge().isEmpty());
            }
        }
    }
}
