// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.throng.relay.events.RelayFixture.NOW;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.throng.event.ClientMessage;
import org.throng.event.Event;
import org.throng.event.Filter;
import org.throng.event.RelayMessage;

/** NIP-42, NIP-70, and who may read direct messages and wraps (NIP-17, NIP-59). */
class AuthenticationTest {
    private static final String HERE = "ws://127.0.0.1:7447/";

    private final Author ann = new Author(1);
    private final Author bob = new Author(2);
    private final Author eve = new Author(3);
    private RelayFixture relay;
    private Client client;

    @BeforeEach
    void start() throws Exception {
        relay = RelayFixture.start();
        client = relay.connect();
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        relay.close();
    }

    private void prove(Client who, Author... authors) throws Exception {
        for (Author author : authors) {
            assertTrue(who.authenticate(author.proof(who.challenge(), HERE)).accepted());
        }
    }

    @Test
    void challengeComesAtConnectAndDiffers() throws Exception {
        try (Client other = relay.connect()) {
            assertNotEquals(client.challenge(), other.challenge());
            assertEquals(32, other.challenge().length());
        }
    }

    @Test
    void unknownKeysMayProveThemselvesSeveralOnOneConnection() throws Exception {
        prove(client, ann, bob, ann);
        client.publish(ann.write(1, NOW, "", "-"));
        client.publish(bob.write(1, NOW, "", "-"));
        assertTrue(client.refused(eve.write(1, NOW, "", "-")).startsWith("restricted: "));
    }

    @Test
    void wrongProofsAreRefused() throws Exception {
        String challenge = client.challenge();
        List<List<String>> right = List.of(List.of("relay", HERE), List.of("challenge", challenge));
        List<Event> wrong = List.of(
                ann.sign(new Event.Unsigned(ann.key(), NOW, 27_235, right, "")),
                ann.sign(new Event.Unsigned(ann.key(), NOW - 1_800, 22_242, right, "")),
                ann.sign(new Event.Unsigned(ann.key(), NOW + 601, 22_242, right, "")),
                ann.sign(new Event.Unsigned(ann.key(), Long.MIN_VALUE, 22_242, right, "")),
                ann.proof("other", HERE),
                ann.proof("", HERE),
                ann.proof(challenge, "wss://evil.example"),
                ann.proof(challenge, "no address"),
                ann.proof(challenge, ""),
                ann.sign(new Event.Unsigned(ann.key(), NOW, 22_242, List.of(), "")));
        for (Event event : wrong) {
            RelayMessage.Ok ok = client.authenticate(event);
            assertFalse(ok.accepted());
            assertEquals(event.id().hex(), ok.id());
            assertTrue(ok.message().startsWith("invalid: "), ok.message());
        }
        Event good = ann.proof(challenge, HERE);
        assertFalse(client.authenticate(new Event(
                        good.id(),
                        good.pubkey(),
                        NOW,
                        22_242,
                        good.tags(),
                        "",
                        org.throng.curve.Signature.of(new byte[64])))
                .accepted());
        assertFalse(client.authenticate(
                        new Event(good.id(), good.pubkey(), NOW, 22_242, good.tags(), "changed", good.signature()))
                .accepted());
        assertTrue(client.refused(ann.write(1, NOW, "", "-")).startsWith("auth-required: "));
        prove(client, ann);
    }

    @Test
    void proofIsComparedByTheHostOfThePublicAddress() throws Exception {
        try (RelayFixture named = RelayFixture.start(terms -> terms.host = Optional.of("relay.example"));
                Client there = named.connect()) {
            assertFalse(there.authenticate(ann.proof(there.challenge(), HERE)).accepted());
            assertFalse(there.authenticate(ann.proof(there.challenge(), "wss://relay.example.evil"))
                    .accepted());
            for (String url : List.of("wss://relay.example", "wss://RELAY.example/", "ws://relay.example:8080/x")) {
                assertTrue(there.authenticate(ann.proof(there.challenge(), url)).accepted(), url);
            }
        }
    }

    @Test
    void proofIsNeverStoredNorShown() throws Exception {
        try (Client listener = relay.connect()) {
            listener.find("live", Filter.ALL);
            prove(client, ann);
            assertTrue(client.refused(ann.proof(client.challenge(), HERE)).startsWith("invalid: "));
            Event note = ann.note("after it");
            client.publish(note);
            assertEquals(new RelayMessage.Found("live", note), listener.next());
            assertEquals(List.of(), listener.find(Filter.ALL.withKinds(22_242)));
        }
    }

    @Test
    void protectedEventIsTakenOfItsAuthorOnly() throws Exception {
        Event event = ann.write(1, NOW, "for friends", "-");
        assertTrue(client.refused(event).startsWith("auth-required: "));
        prove(client, bob);
        assertTrue(client.refused(event).startsWith("restricted: "));
        prove(client, ann);
        client.publish(event);
    }

    @Test
    void repostOfAProtectedEventIsRefused() throws Exception {
        Event event = ann.write(1, NOW, "for friends", "-");
        String json = event.json();
        for (String near : List.of(
                "[" + json + "]",
                json.replace("\"kind\":1,", "\"kind\":1,\"kind\":1,"),
                json.replaceAll(",\"sig\":\"[0-9a-f]*\"", ""),
                json.replace("[\"-\"]", "[ \"\\u002d\" ]"))) {
            assertTrue(
                    client.refused(bob.write(6, NOW, near, "e=" + event.id().hex()))
                            .startsWith("blocked: "),
                    near);
        }
        assertTrue(client.refused(bob.write(6, NOW, event.json())).startsWith("blocked: "));
        assertTrue(client.refused(bob.write(16, NOW, event.json())).startsWith("blocked: "));
        client.publish(bob.write(6, NOW, ann.note("for all").json()));
        client.publish(bob.write(6, NOW, "{no json"));
        client.publish(bob.write(6, NOW, ""));
    }

    @Test
    void restrictedKindsAreForTheirPartiesWhateverTheQuestion() throws Exception {
        Event message = ann.write(4, NOW - 3, "secret", "p=" + bob.key().hex());
        Event wrap =
                new Author(99).write(1059, NOW - 2, "sealed", "p=" + bob.key().hex());
        Event note = ann.write(1, NOW - 1, "for all", "p=" + bob.key().hex());
        relay.store(message, wrap, note);
        List<Filter> open = List.of(
                Filter.ALL,
                Filter.ALL.withIds(message.id(), wrap.id(), note.id()),
                Filter.ALL.withTag('p', bob.key().hex()),
                Filter.ALL.withKinds(1, 4, 1059),
                Filter.ALL.withKinds(1, 4, 1059).withTag('p', bob.key().hex()),
                Filter.ALL.withSince(NOW - 5));
        for (Filter filter : open) {
            assertEquals(List.of(note), client.find(filter));
            assertEquals(1, client.count(filter));
        }
        try (Client third = relay.connect();
                Client sender = relay.connect();
                Client receiver = relay.connect()) {
            prove(third, eve);
            prove(sender, ann);
            prove(receiver, bob);
            for (Filter filter : open) {
                assertEquals(List.of(note), third.find(filter));
                assertEquals(1, third.count(filter));
                assertEquals(List.of(note, message), sender.find(filter));
                assertEquals(2, sender.count(filter));
                assertEquals(List.of(note, wrap, message), receiver.find(filter));
                assertEquals(3, receiver.count(filter));
            }
            assertEquals(List.of(), third.find(Filter.ALL.withKinds(1059)));
            assertEquals(List.of(wrap), receiver.find(Filter.ALL.withKinds(1059)));
        }
    }

    @Test
    void questionForRestrictedKindsOnlyNeedsAKey() throws Exception {
        for (Filter filter : List.of(
                Filter.ALL.withKinds(4),
                Filter.ALL.withKinds(1059),
                Filter.ALL.withKinds(4, 1059, 21_059).withTag('p', bob.key().hex()))) {
            assertTrue(client.closed(filter).startsWith("auth-required: "));
            client.say(new ClientMessage.Count("n", List.of(filter)));
            assertTrue(client.next(RelayMessage.Closed.class).message().startsWith("auth-required: "));
        }
        assertEquals(List.of(), client.find(Filter.ALL.withKinds(4), Filter.ALL.withKinds(1)));
        prove(client, bob);
        assertEquals(List.of(), client.find(Filter.ALL.withKinds(1059)));
    }

    @Test
    void restrictedKindsAreShownLiveToTheirPartiesOnly() throws Exception {
        try (Client stranger = relay.connect();
                Client receiver = relay.connect()) {
            prove(receiver, bob);
            stranger.find("live", Filter.ALL.withKinds(1, 4, 1059, 21_059));
            receiver.find("live", Filter.ALL.withKinds(1, 4, 1059, 21_059));
            Event wrap =
                    new Author(99).write(1059, NOW, "sealed", "p=" + bob.key().hex());
            Event brief =
                    new Author(98).write(21_059, NOW, "sealed", "p=" + bob.key().hex());
            Event message = ann.write(4, NOW, "secret", "p=" + bob.key().hex());
            Event note = ann.note("for all");
            for (Event event : List.of(wrap, brief, message, note)) {
                client.publish(event);
                assertEquals(new RelayMessage.Found("live", event), receiver.next());
            }
            assertEquals(new RelayMessage.Found("live", note), stranger.next());
        }
    }

    @Test
    void anyNumberOfKeysIsTooMany() throws Exception {
        for (int i = 0; i < 32; i++) {
            prove(client, new Author(200 + i));
        }
        RelayMessage.Ok ok = client.authenticate(new Author(300).proof(client.challenge(), HERE));
        assertTrue(ok.message().startsWith("restricted: "));
        prove(client, new Author(200));
    }
}
