// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.throng.relay.events.RelayFixture.NOW;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.throng.event.ClientMessage;
import org.throng.event.Event;
import org.throng.event.Filter;
import org.throng.event.RelayMessage;

/** Everything that a client can get wrong: a clear answer, and the connection lives. */
@Timeout(120)
class BadInputTest {
    private final Author ann = new Author(1);
    private RelayFixture relay;

    @BeforeEach
    void start() throws Exception {
        relay = RelayFixture.start();
    }

    @AfterEach
    void stop() throws Exception {
        relay.close();
    }

    /** Values that stand where others are due. */
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "-1",
            "1.5",
            "1e400",
            "-0",
            "99999999999999999999999999",
            "9".repeat(64),
            "9".repeat(2_000),
            "\"\"",
            "\"x\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "[]",
            "[[]]",
            "[null]",
            "{}",
            "{\"a\":{}}",
            "[".repeat(40) + "]".repeat(40));

    private static List<String> wrongMessages(Event event) {
        List<String> wrong = new ArrayList<>(List.of(
                "",
                " ",
                "x",
                "null",
                "1",
                "\"EVENT\"",
                "{}",
                "[]",
                "[[]]",
                "[null]",
                "[\"\"]",
                "[\"event\"]",
                "[\"EVENT\"",
                "[\"EVENT\",]",
                "['EVENT']",
                "[\"EVENT\"]",
                "[\"REQ\"]",
                "[\"COUNT\"]",
                "[\"CLOSE\"]",
                "[\"AUTH\"]",
                "[\"REQ\",\"s\"]",
                "[\"COUNT\",\"s\"]",
                "[\"NEG-OPEN\",\"s\",{},\"00\"]",
                "[\"NOTICE\",\"hi\"]",
                "[\"OK\",\"" + "0".repeat(64) + "\",true,\"\"]",
                "[\"REQ\",\"s\",{}]]",
                "[\"REQ\",\"s\",{}] [\"REQ\",\"s\",{}]",
                "[\"REQ\",\"s\",{\"kinds\":[1],\"kinds\":[2]}]",
                "[\"EVENT\"," + event.json() + "," + event.json() + "]",
                "[\"EVENT\"," + event.json().replace("\"kind\"", "\"kind\":1,\"kind\""),
                "\ufeff[\"REQ\",\"s\",{}]",
                "[\"REQ\",\"a\nb\",{}]",
                "[\"EVENT\"," + event.json().replace("hello", "a\u0001b") + "]",
                "[".repeat(50_000),
                "[\"REQ\",\"s\"," + "{\"a\":".repeat(10_000),
                "[\"REQ\",\"s\"" + ",{}".repeat(2_000) + "]",
                "/* comment */ [\"REQ\",\"s\",{}]",
                "[\"REQ\",\"s\",{\"#t\":[NaN]}]"));
        for (String value : VALUES) {
            for (String word : List.of("EVENT", "AUTH", "CLOSE", "REQ", "COUNT")) {
                wrong.add("[\"" + word + "\"," + value + "]");
            }
            wrong.add("[\"REQ\",\"s\"," + (value.equals("{}") ? "1" : value) + "]");
            wrong.add("[" + value + ",\"s\",{}]");
            for (String member :
                    List.of("ids", "authors", "kinds", "#t", "#e", "#p", "since", "until", "limit", "search", "#tt")) {
                boolean fine = member.matches("ids|authors|kinds|#[tep]") && value.equals("[]")
                        || member.matches("since|until") && value.equals("-1");
                if (!fine) {
                    wrong.add("[\"REQ\",\"s\",{\"" + member + "\":" + value + "}]");
                }
                wrong.add("[\"COUNT\",\"s\",{\"" + member + "\":[" + value + ",5,\"ff\"]}]");
            }
            for (String member : List.of("id", "pubkey", "created_at", "kind", "tags", "content", "sig")) {
                wrong.add("[\"EVENT\"," + replaced(event, member, value) + "]");
            }
        }
        wrong.removeIf(
                text -> text.matches("\\[\"CLOSE\",\"[^\"]{1,6}\"]") && !text.contains("ud800")); // nothing to say
        return wrong;
    }

    private static String replaced(Event event, String member, String value) {
        String json = event.json();
        int start = json.indexOf("\"" + member + "\":") + member.length() + 3;
        int end = member.equals("sig") ? json.length() - 1 : json.indexOf(",\"" + after(member) + "\":");
        return json.substring(0, start) + value + json.substring(end);
    }

    private static String after(String member) {
        List<String> order = List.of("id", "pubkey", "created_at", "kind", "tags", "content", "sig");
        return order.get(order.indexOf(member) + 1);
    }

    @Test
    void everyWrongMessageIsAnsweredAndTheConnectionLives() throws Exception {
        Event event = ann.write(1, NOW, "hello", "t=x");
        List<String> wrong = wrongMessages(event);
        assertTrue(wrong.size() > 400, "only " + wrong.size());
        try (Client client = relay.connect()) {
            for (String text : wrong) {
                client.say(text);
                RelayMessage answer;
                try {
                    answer = client.next();
                } catch (AssertionError e) {
                    throw new AssertionError("to " + text.substring(0, Math.min(200, text.length())), e);
                }
                String reason = answer instanceof RelayMessage.Notice notice
                        ? notice.message()
                        : answer instanceof RelayMessage.Closed closed
                                ? closed.message()
                                : answer instanceof RelayMessage.NotCompared not
                                        ? not.message()
                                        : answer instanceof RelayMessage.Ok ok && !ok.accepted() ? ok.message() : "";
                assertTrue(
                        reason.matches("(?s)(invalid|restricted): .{5,}"),
                        () -> "to " + text.substring(0, Math.min(200, text.length())) + " it said " + answer.json());
            }
            client.publish(event);
            assertEquals(List.of(event), client.find(Filter.ALL));
        }
        assertEquals(1, relay.relay.stats().events());
    }

    @Test
    void unreadableMessageIsAnsweredForWhatItNames() throws Exception {
        Event event = ann.write(1, NOW, "hello");
        try (Client client = relay.connect()) {
            for (String content : List.of("\"\\ud800\"", "\"a\u0001b\"", "\"hello\",\"content\":\"hello\"")) {
                client.say(new ClientMessage.Publish(event).json().replace("\"hello\"", content));
                RelayMessage.Ok ok = client.next(RelayMessage.Ok.class);
                assertEquals(event.id().hex(), ok.id());
                assertTrue(ok.message().startsWith("invalid: "), ok.message());
            }
            client.say("[\"REQ\",\"q\",{\"kinds\":[1],\"kinds\":[1]}]");
            assertEquals("q", client.next(RelayMessage.Closed.class).subscription());
            client.say("[ \"NEG-OPEN\", \"n\",{\"since\":01},\"61\"]");
            assertEquals("n", client.next(RelayMessage.NotCompared.class).subscription());
            client.say("[\"EVENT\",{\"id\":\"short\",\"content\":\"\\ud800\"}]");
            client.next(RelayMessage.Notice.class);
        }
    }

    @Test
    void questionThatIsRefusedEndsTheOneBeforeOfItsNameButACountDoesNot() throws Exception {
        try (Client client = relay.connect()) {
            client.find("s", Filter.ALL);
            client.say("[\"COUNT\",\"s\",{\"authors\":[\"zz\"]}]");
            client.next(RelayMessage.Closed.class);
            Event shown = ann.write(1, NOW, "first");
            relay.store(shown);
            assertEquals(shown, client.next(RelayMessage.Found.class).event());
            client.say("[\"REQ\",\"s\",{\"authors\":[\"zz\"]}]");
            client.next(RelayMessage.Closed.class);
            relay.store(ann.write(1, NOW, "second"));
            assertEquals(2, client.count(Filter.ALL)); // and nothing came before this answer
        }
    }

    @Test
    void randomBytesAndBrokenMessagesDoNoHarm() throws Exception {
        Random random = new Random(17);
        Event event = ann.write(1, NOW, "hello \"world\" é", "t=x");
        byte[] good = ("[\"EVENT\"," + event.json() + "]").getBytes(StandardCharsets.UTF_8);
        try (Client client = relay.connect()) {
            for (int i = 0; i < 500; i++) {
                byte[] bytes = good.clone();
                for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                    bytes[random.nextInt(bytes.length)] = (byte) (32 + random.nextInt(95));
                }
                client.say(new String(bytes, StandardCharsets.ISO_8859_1).substring(random.nextInt(3)));
                RelayMessage answer = client.next();
                assertFalse(answer instanceof RelayMessage.Found);
            }
        }
        try (Client client = relay.connect()) {
            client.offer(event);
            assertTrue(client.count(Filter.ALL) <= 2);
        }
    }

    @Test
    void wrongFramesEndTheirConnectionOnly() throws Exception {
        try (Client bystander = relay.connect()) {
            bystander.find("s", Filter.ALL);
            assertEquals("closed 1003", after(reader -> reader.frame(0x82, new byte[5])));
            assertEquals("closed 1007", after(reader -> reader.frame(0x81, new byte[] {(byte) 0xff})));
            assertEquals("closed 1002", after(reader -> reader.frame(0xc1, new byte[] {0x2a, 0x01})));
            assertEquals("closed 1002", after(reader -> reader.frame(0x83, new byte[5])));
            assertEquals("closed 1009", after(reader -> reader.frame(0x81, new byte[(128 << 10) + 1])));
            assertEquals(
                    "[\"NOTICE\"",
                    after(reader -> reader.frame(0x81, new byte[0])).substring(0, 9));
            Event note = ann.note("x");
            bystander.say(new org.throng.event.ClientMessage.Publish(note));
            bystander.next();
            bystander.next();
        }
    }

    @FunctionalInterface
    private interface Wrong {
        void to(RawReader reader) throws Exception;
    }

    private String after(Wrong wrong) throws Exception {
        try (RawReader reader = new RawReader(relay.address())) {
            reader.read(); // the challenge
            wrong.to(reader);
            return reader.read();
        }
    }

    @Test
    void manyConnectionsThatMisbehaveLeaveNothingBehind() throws Exception {
        for (int i = 0; i < 200; i++) {
            try (RawReader reader = new RawReader(relay.address())) {
                reader.say("[\"REQ\",\"s" + i + "\",{}]");
                reader.frame(i % 2 == 0 ? 0x01 : 0x82, new byte[100]);
            }
        }
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (relay.relay.stats().connections() > 0) {
            assertTrue(System.nanoTime() < deadline, "connections stayed");
            Thread.onSpinWait();
        }
        assertEquals(0, relay.relay.stats().subscriptions());
    }
}
