// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.throng.relay.events.RelayFixture.NOW;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.throng.event.Event;
import org.throng.event.Filter;

/** The rules for kinds 4610 and 4611 (docs/protocol.md, section 3). NOW is a multiple of 600. */
class HeadersAndBodiesTest {
    private final Random random = new Random(9);
    private RelayFixture relay;
    private Client client;
    private int next = 1_000;

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

    private String base64(int bytes) {
        byte[] content = new byte[bytes];
        random.nextBytes(content);
        return Base64.getEncoder().encodeToString(content);
    }

    private Author once() {
        return new Author(next++);
    }

    private Event header(Author author, long createdAt) {
        return author.write(4610, createdAt, base64(96), "c=00:", "expiration=" + (createdAt + 2_592_000));
    }

    private Event header(long createdAt) {
        return header(once(), createdAt);
    }

    private Event body(long createdAt, int bytes) {
        return once().write(4611, createdAt, base64(bytes), "c=04:0110", "expiration=" + (createdAt + 2_592_000));
    }

    private void refused(Event event) throws Exception {
        String text = client.refused(event);
        assertTrue(text.startsWith("invalid: "), text);
    }

    @Test
    void headersAndBodiesAreTakenAndFoundByCrowd() throws Exception {
        Event header = header(NOW);
        Event body = body(NOW, 2_048);
        client.publish(header);
        client.publish(body);
        client.publish(body(NOW, 4_096));
        client.publish(body(NOW, 32_768));
        assertEquals(
                List.of(header),
                client.find(Filter.ALL
                        .withKinds(4610)
                        .withTag('c', "00:")
                        .withSince(NOW)
                        .withUntil(NOW)));
        assertEquals(List.of(), client.find(Filter.ALL.withKinds(4610).withTag('c', "04:0110")));
        assertEquals(List.of(body), client.find(Filter.ALL.withIds(body.id())));
    }

    @ParameterizedTest
    @ValueSource(longs = {NOW - 1_200, NOW - 600, NOW, NOW + 600})
    void createdAtInsideTheWindowIsTaken(long createdAt) throws Exception {
        client.publish(header(createdAt));
        client.publish(body(createdAt, 2_048));
    }

    @ParameterizedTest
    @ValueSource(longs = {NOW - 1_800, NOW + 1_200, NOW - 1, NOW + 1, NOW - 599, 0, -600})
    void otherCreatedAtIsRefused(long createdAt) throws Exception {
        refused(header(createdAt));
        refused(body(createdAt, 2_048));
    }

    @Test
    void windowMovesWithTheClock() throws Exception {
        relay.seconds.set(NOW + 1_200);
        client.publish(header(NOW));
        relay.seconds.set(NOW + 1_201);
        refused(header(NOW));
    }

    @Test
    void otherTagsAreRefused() throws Exception {
        String life = "expiration=" + (NOW + 2_592_000);
        for (String[] tags : new String[][] {
            {},
            {"c=00:"},
            {life},
            {life, "c=00:"},
            {"c=00:", life, "x=y"},
            {"c=00:", life, "nonce=1=8"},
            {"c=00:", life, life},
            {"c=00:=more", life},
            {"c=00:", life + "=more"},
            {"c=0:", life},
            {"c=09:000000000", life},
            {"c=04:012", life},
            {"c=04:0123", life},
            {"c=01:", life},
            {"c=", life},
            {"c", life},
            {"C=00:", life},
            {"c=00:", "expiration=" + (NOW + 2_591_999)},
            {"c=00:", "expiration=0" + (NOW + 2_592_000)},
            {"c=00:", "expiration"},
            {"c=00:", "p=" + "0".repeat(64)},
        }) {
            refused(once().write(4610, NOW, base64(96), tags));
            refused(once().write(4611, NOW, base64(2_048), tags));
        }
    }

    @Test
    void otherContentsAreRefused() throws Exception {
        String[] tags = {"c=00:", "expiration=" + (NOW + 2_592_000)};
        String good = base64(96);
        List<String> wrong = new ArrayList<>(List.of(
                "",
                base64(95),
                base64(97),
                base64(2_048),
                good + "=",
                good + "\n",
                " " + good,
                good.substring(0, 127),
                "*".repeat(128),
                "A".repeat(127) + "-"));
        for (String content : wrong) {
            refused(once().write(4610, NOW, content, tags));
        }
        for (int bytes : new int[] {0, 96, 2_047, 2_049, 4_095, 32_767, 32_769, 65_536}) {
            refused(once().write(4611, NOW, base64(bytes), tags));
        }
        String body = base64(2_048); // ends in "=", with four bits that must be zero
        refused(once().write(4611, NOW, body.substring(0, body.length() - 2) + "9=", tags));
    }

    @Test
    void keyHasOneHeaderInThirtyFiveDays() throws Exception {
        Author author = once();
        Event first = header(author, NOW);
        client.publish(first);
        assertTrue(client.publish(first).message().startsWith("duplicate: "));
        refused(header(author, NOW));
        refused(header(author, NOW + 600));
        // the header is gone after thirty days, its key is still known
        long later = NOW + 31 * 86_400L;
        later -= later % 600;
        relay.seconds.set(later);
        client.publish(once().write(1, later, "so that the writer sweeps"));
        refused(header(author, later));
        long muchLater = NOW + StoredEvents.HEADER_MEMORY + 600;
        muchLater -= muchLater % 600;
        relay.seconds.set(muchLater);
        client.publish(header(author, muchLater));
        refused(header(author, muchLater));
    }

    @Test
    void twoHeadersOfOneKeyAtOnceLeaveOne() throws Exception {
        Author author = once();
        for (int i = 0; i < 10; i++) {
            client.say(new org.throng.event.ClientMessage.Publish(header(author, NOW)));
        }
        int accepted = 0;
        for (int i = 0; i < 10; i++) {
            accepted += client.next(org.throng.event.RelayMessage.Ok.class).accepted() ? 1 : 0;
        }
        assertEquals(1, accepted);
        assertEquals(1, client.find(Filter.ALL.withAuthors(author.key())).size());
    }

    @Test
    void keyOfAHeaderMayPostABodyToo() throws Exception {
        // sender's business; readers take them for what they are
        Author author = once();
        client.publish(header(author, NOW));
        client.publish(author.write(4611, NOW, base64(2_048), "c=00:", "expiration=" + (NOW + 2_592_000)));
    }

    @Test
    void expiredHeaderIsGone() throws Exception {
        client.publish(header(NOW));
        relay.seconds.set(NOW + 2_592_000);
        assertEquals(List.of(), client.find(Filter.ALL.withKinds(4610)));
    }

    @Test
    void wholeSlotOfHeadersIsPagedByOneAnswer() throws Exception {
        for (int i = 0; i < 450; i++) {
            client.say(new org.throng.event.ClientMessage.Publish(header(NOW)));
        }
        for (int i = 0; i < 450; i++) {
            assertTrue(client.next(org.throng.event.RelayMessage.Ok.class).accepted());
        }
        assertEquals(
                450,
                client.find(Filter.ALL.withKinds(4610).withTag('c', "00:").withLimit(500))
                        .size());
    }
}
