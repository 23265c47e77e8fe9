// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.throng.relay.events.RelayFixture.NOW;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.throng.curve.PublicKey;
import org.throng.curve.Signature;
import org.throng.event.ClientMessage;
import org.throng.event.Event;
import org.throng.event.EventId;
import org.throng.event.Filter;
import org.throng.event.RelayMessage;

class WriteTest {
    private final Author ann = new Author(1);
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

    @Test
    void acceptedEventIsAnsweredWithFourItemsAndFound() throws Exception {
        Event note = ann.note("hello");
        client.say(new ClientMessage.Publish(note));
        assertEquals("[\"OK\",\"" + note.id().hex() + "\",true,\"\"]", client.nextText());
        assertEquals(List.of(note), client.find(Filter.ALL));
    }

    @Test
    void duplicateIsAcceptedAndSaysSo() throws Exception {
        Event note = ann.note("hello");
        client.publish(note);
        assertTrue(client.publish(note).message().startsWith("duplicate: "));
        assertEquals(1, client.find(Filter.ALL).size());
    }

    @Test
    void duplicatesInFlightAreStoredOnce() throws Exception {
        Event note = ann.note("hello");
        for (int i = 0; i < 20; i++) {
            client.say(new ClientMessage.Publish(note));
        }
        int fresh = 0;
        for (int i = 0; i < 20; i++) {
            RelayMessage.Ok ok = client.next(RelayMessage.Ok.class);
            assertTrue(ok.accepted());
            fresh += ok.message().isEmpty() ? 1 : 0;
        }
        assertEquals(1, fresh);
        assertEquals(1, relay.relay.stats().events());
    }

    @Test
    void badSignatureIsRefused() throws Exception {
        Event note = ann.note("hello");
        Event other = ann.note("other");
        Event wrong = new Event(
                note.id(), note.pubkey(), note.createdAt(), 1, note.tags(), note.content(), other.signature());
        assertTrue(client.refused(wrong).startsWith("invalid: the signature"));
        client.publish(note);
    }

    @Test
    void badIdIsRefused() throws Exception {
        Event note = ann.note("hello");
        Event wrong =
                new Event(note.id(), note.pubkey(), note.createdAt(), 1, note.tags(), "changed", note.signature());
        assertTrue(client.refused(wrong).startsWith("invalid: the id"));
    }

    @Test
    void keyThatIsNoPointIsRefused() throws Exception {
        for (byte fill : new byte[] {0, 5, (byte) 0xff}) {
            byte[] x = new byte[32];
            java.util.Arrays.fill(x, fill);
            Event.Unsigned unsigned = new Event.Unsigned(PublicKey.of(x), NOW, 1, List.of(), "");
            Event wrong = new Event(unsigned.id(), PublicKey.of(x), NOW, 1, List.of(), "", Signature.of(new byte[64]));
            assertTrue(client.refused(wrong).startsWith("invalid: the signature"));
        }
    }

    @Test
    void oneBadEventAmongManyDoesNotSpoilTheRest() throws Exception {
        List<Event> all = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Event note = ann.note("n" + i);
            all.add(
                    i % 5 != 3
                            ? note
                            : new Event(
                                    note.id(),
                                    note.pubkey(),
                                    note.createdAt(),
                                    1,
                                    note.tags(),
                                    note.content(),
                                    Signature.of(new byte[64])));
            client.say(new ClientMessage.Publish(all.get(i)));
        }
        for (int i = 0; i < 40; i++) {
            RelayMessage.Ok ok = client.next(RelayMessage.Ok.class);
            int at = all.stream().map(event -> event.id().hex()).toList().indexOf(ok.id());
            assertEquals(at % 5 != 3, ok.accepted());
        }
        assertEquals(32, client.find(Filter.ALL).size());
    }

    @ParameterizedTest
    @ValueSource(longs = {NOW, NOW - 604_800, NOW - 2_678_400, 1_420_070_400L, 946_684_799L, 0, NOW + 900, 1L << 31})
    void timesOfThePastAreTakenAndOfTheNearFuture(long createdAt) throws Exception {
        relay.seconds.set(Math.max(NOW, createdAt - 900));
        Event event = ann.write(1, createdAt, "then");
        client.publish(event);
        assertEquals(List.of(event), client.find(Filter.ALL.withIds(event.id())));
        assertEquals(List.of(event), client.find(Filter.ALL.withSince(createdAt).withUntil(createdAt)));
    }

    @ParameterizedTest
    @ValueSource(longs = {NOW + 901, NOW + 31_536_000, 1L << 32, Long.MAX_VALUE, -1, Long.MIN_VALUE})
    void otherTimesAreRefused(long createdAt) throws Exception {
        assertTrue(client.refused(ann.write(1, createdAt, "then")).startsWith("invalid: created_at"));
    }

    @Test
    void everyCharacterComesBackAsItWas() throws Exception {
        String text = "\n\"\\\r\t\b\f/\u007f\u2028\u0001\u001f\u0000é€😀\ufffe\uffff\ufdd0";
        Event event = ann.write(1, NOW, text, "t=" + text.replace("=", ""));
        client.publish(event);
        assertEquals(List.of(event), client.find(Filter.ALL.withTag('t', text)));
    }

    @Test
    void spellingOnTheWireDoesNotMatter() throws Exception {
        Event event = ann.write(1, NOW, "é/\n", "t=é");
        String json = event.json()
                .replace("é", "\\u00e9")
                .replace("/", "\\/")
                .replace("{\"id\"", "{ \"extra\" : {\"a\":[1,null]} , \"id\"");
        client.say("[ \"EVENT\" , " + json + " ]");
        assertTrue(client.next(RelayMessage.Ok.class).accepted());
        client.find("s", Filter.ALL);
        client.say("[\"REQ\",\"s\",{}]");
        assertEquals("[\"EVENT\",\"s\"," + event.json() + "]", client.nextText());
    }

    @Test
    void emptyTagsAreTaken() throws Exception {
        Event bare = ann.sign(new Event.Unsigned(ann.key(), NOW, 1, List.of(), ""));
        Event odd = ann.sign(
                new Event.Unsigned(ann.key(), NOW, 1, List.of(List.of(), List.of("t"), List.of("t", "")), "x"));
        client.publish(bare);
        client.publish(odd);
        assertEquals(List.of(odd), client.find(Filter.ALL.withTag('t', "")));
    }

    @Test
    void largeContactListIsTaken() throws Exception {
        List<List<String>> tags = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            tags.add(List.of("p", String.format(java.util.Locale.ROOT, "%064x", i)));
        }
        Event contacts = ann.sign(new Event.Unsigned(ann.key(), NOW, 3, tags, ""));
        client.publish(contacts);
        assertEquals(List.of(contacts), client.find(Filter.ALL.withTag('p', String.format("%064x", 999))));
    }

    @Test
    void tooManyTagsAreRefused() throws Exception {
        List<List<String>> tags = new ArrayList<>();
        for (int i = 0; i < 2_001; i++) {
            tags.add(List.of("t", "" + i));
        }
        assertTrue(client.refused(ann.sign(new Event.Unsigned(ann.key(), NOW, 1, tags, "")))
                .startsWith("invalid: an event has at most 2000 tags"));
    }

    @Test
    void longValueOfATagIsFound() throws Exception {
        String value = "v".repeat(5_000);
        Event event = ann.write(1, NOW, "", "t=" + value);
        client.publish(event);
        assertEquals(List.of(event), client.find(Filter.ALL.withTag('t', value)));
        assertEquals(List.of(), client.find(Filter.ALL.withTag('t', value + "v")));
    }

    @Test
    void relayListsOfStrangersAreTaken() throws Exception {
        client.publish(ann.write(10_002, NOW, "", "r=wss://relay.example"));
        client.publish(ann.write(10_050, NOW, "", "relay=wss://relay.example"));
        client.publish(ann.write(14_610, NOW, "{\"v\":1,\"relays\":[]}"));
    }

    @Test
    void bareSealsAndWrapsForSeveralAreRefused() throws Exception {
        assertTrue(client.refused(ann.write(13, NOW, "")).startsWith("blocked: "));
        String p = "p=" + ann.key().hex();
        assertTrue(client.refused(ann.write(1059, NOW, "", p, p)).startsWith("invalid: "));
        assertTrue(client.refused(ann.write(1059, NOW, "")).startsWith("invalid: "));
        client.publish(ann.write(1059, NOW - 172_800, "", p));
    }

    @Test
    void eventWithoutAnIdIsAnsweredByNotice() throws Exception {
        client.say("[\"EVENT\",{\"kind\":1}]");
        assertTrue(client.next(RelayMessage.Notice.class).message().startsWith("invalid: "));
        client.say("[\"EVENT\",{\"id\":\"" + "0".repeat(64) + "\",\"kind\":70000}]");
        RelayMessage.Ok ok = client.next(RelayMessage.Ok.class);
        assertEquals("0".repeat(64), ok.id());
        assertTrue(ok.message().startsWith("invalid: "));
    }

    @Test
    void statisticsCountWhatHappened() throws Exception {
        Event note = ann.note("a");
        client.publish(note);
        client.publish(note);
        client.refused(ann.write(1, NOW + 9_999, ""));
        client.find("open", Filter.ALL);
        var stats = relay.relay.stats();
        assertEquals("0.0.test", stats.version());
        assertEquals(1, stats.events());
        assertEquals(1, stats.accepted());
        assertEquals(1, stats.refused());
        assertEquals(1, stats.sent());
        assertEquals(1, stats.connections());
        assertEquals(1, stats.subscriptions());
        assertTrue(stats.bytes() > 0);
        assertEquals(0, relay.relay.compact());
    }

    @Test
    void unknownIdIsNotFound() throws Exception {
        assertEquals(List.of(), client.find(Filter.ALL.withIds(EventId.of(new byte[32]))));
    }
}
