// SPDX-License-Identifier: MIT
package org.throng.management;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.throng.cipher.Bytes;
import org.throng.cipher.Sha256;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.curve.bouncycastle.BouncyCastleCurve;
import org.throng.event.Event;
import org.throng.event.EventId;
import org.throng.event.StrictJson;
import org.throng.home.Home;
import org.throng.identity.Nip19;
import org.throng.policy.Lists;
import org.throng.policy.Subject;
import org.throng.relay.Management.Answer;
import org.throng.relay.Management.Call;
import org.throng.relay.Moderation;

class RelayManagementTest {
    private static final long NOW = 1_900_000_200L;
    private static final String URL = "wss://relay.example";
    private static final String KEY = "a".repeat(64);
    private static final String ID = "b".repeat(64);

    private final Curve curve = new BouncyCastleCurve();
    private final SecretKey secret = secret(1);
    private final AtomicLong now = new AtomicLong(NOW);
    private final MemoryLists lists = new MemoryLists();
    private final Witness relay = new Witness();
    private int nonce;

    @TempDir
    Path folder;

    private RelayManagement management;

    @BeforeEach
    void start() throws IOException {
        management = new RelayManagement(new Home(folder), curve, () -> Instant.ofEpochSecond(now.get()));
        management.manage(lists, relay);
        management.admit(List.of(Nip19.npub(curve.publicKey(secret))));
    }

    private static SecretKey secret(int last) {
        byte[] bytes = new byte[SecretKey.LENGTH];
        bytes[31] = (byte) last;
        return SecretKey.of(bytes);
    }

    /** Lists that forget. */
    private static final class MemoryLists implements Lists {
        private final Map<Subject, Entry> banned = new LinkedHashMap<>();
        private final Map<Subject, Entry> allowed = new LinkedHashMap<>();

        @Override
        public void ban(Entry entry) {
            allowed.remove(entry.subject());
            banned.put(entry.subject(), entry);
        }

        @Override
        public boolean unban(Subject subject) {
            return banned.remove(subject) != null;
        }

        @Override
        public void allow(Entry entry) {
            banned.remove(entry.subject());
            allowed.put(entry.subject(), entry);
        }

        @Override
        public boolean unallow(Subject subject) {
            return allowed.remove(subject) != null;
        }

        @Override
        public List<Entry> banned() {
            return List.copyOf(banned.values());
        }

        @Override
        public List<Entry> allowed() {
            return List.copyOf(allowed.values());
        }
    }

    /** A relay that notes what it is asked to do. */
    private static final class Witness implements Moderation {
        private final List<String> asked = new ArrayList<>();
        private List<Report> reports = List.of();

        @Override
        public List<Finding> explain(Event event, Optional<InetAddress> from, Set<PublicKey> keys) {
            return List.of();
        }

        @Override
        public Optional<Event> find(EventId id) {
            return Optional.empty();
        }

        @Override
        public boolean erase(EventId id) {
            return asked.add("erase " + id);
        }

        @Override
        public boolean erase(PublicKey author) {
            return asked.add("erase all of " + author.hex());
        }

        @Override
        public List<Report> reported(int most) {
            return reports;
        }

        @Override
        public int disconnect(Predicate<InetAddress> from) {
            asked.add("disconnect " + from.test(InetAddress.getLoopbackAddress()));
            return 0;
        }
    }

    private Event.Unsigned proof(byte[] body, String url) {
        return new Event.Unsigned(
                curve.publicKey(secret),
                now.get(),
                27_235,
                List.of(
                        List.of("u", url),
                        List.of("method", "POST"),
                        List.of("payload", Bytes.hex(Sha256.of(body))),
                        List.of("nonce", Integer.toString(nonce++))),
                "");
    }

    private String header(Event.Unsigned proof, SecretKey by) {
        Event event = Event.sign(curve, by, proof, new byte[32]);
        return "Nostr " + Base64.getEncoder().encodeToString(event.json().getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] body(String method, Object... params) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("method", method);
        json.put("params", List.of(params));
        return StrictJson.write(json).getBytes(StandardCharsets.UTF_8);
    }

    private Answer send(Optional<String> header, byte[] body) {
        return management.answer(new Call(header, Optional.of(URI.create(URL)), body));
    }

    private Map<?, ?> call(String method, Object... params) throws Exception {
        byte[] body = body(method, params);
        Answer answer = send(Optional.of(header(proof(body, URL), secret)), body);
        assertEquals(200, answer.status());
        return (Map<?, ?>) StrictJson.read(answer.json());
    }

    private Object result(String method, Object... params) throws Exception {
        Map<?, ?> answer = call(method, params);
        assertFalse(answer.containsKey("error"), answer.toString());
        return answer.get("result");
    }

    @Test
    void everyMethodButThoseOfRolesIsSupported() throws Exception {
        assertEquals(
                Set.of(
                        "banpubkey",
                        "unbanpubkey",
                        "listbannedpubkeys",
                        "allowpubkey",
                        "unallowpubkey",
                        "listallowedpubkeys",
                        "listeventsneedingmoderation",
                        "allowevent",
                        "banevent",
                        "listbannedevents",
                        "changerelayname",
                        "changerelaydescription",
                        "changerelayicon",
                        "allowkind",
                        "disallowkind",
                        "listallowedkinds",
                        "blockip",
                        "unblockip",
                        "listblockedips"),
                Set.copyOf((List<?>) result("supportedmethods")));
        assertTrue(((String) call("createrole", "a").get("error")).startsWith("unknown method"));
    }

    @Test
    void keysAreBannedAndAllowed() throws Exception {
        assertEquals(true, result("banpubkey", KEY, "spam"));
        assertEquals(List.of("erase all of " + KEY), relay.asked);
        assertEquals(List.of(Map.of("pubkey", KEY, "reason", "spam")), result("listbannedpubkeys"));
        assertEquals(true, result("unbanpubkey", KEY));
        assertEquals(List.of(), result("listbannedpubkeys"));
        assertEquals(true, result("allowpubkey", KEY));
        assertEquals(List.of(Map.of("pubkey", KEY)), result("listallowedpubkeys"));
        assertEquals(true, result("unallowpubkey", KEY, "gone"));
        assertEquals(List.of(), result("listallowedpubkeys"));
    }

    @Test
    void bannedEventIsErasedAndBlockedAddressIsCutOff() throws Exception {
        assertEquals(true, result("banevent", ID, "bad"));
        assertEquals(List.of(Map.of("id", ID, "reason", "bad")), result("listbannedevents"));
        assertEquals(true, result("blockip", "127.0.0.1"));
        assertEquals(List.of(Map.of("ip", "127.0.0.1")), result("listblockedips"));
        assertEquals(List.of("erase " + ID, "disconnect true"), relay.asked);
        assertEquals(true, result("unblockip", "127.0.0.1"));
        assertEquals(true, result("allowevent", ID));
        assertEquals(List.of(), lists.banned());
    }

    @Test
    void reportedEventsWaitForModerationUntilTheyAreAllowed() throws Exception {
        relay.reports = List.of(new Moderation.Report(EventId.ofHex(ID), "spam"));
        assertEquals(List.of(Map.of("id", ID, "reason", "spam")), result("listeventsneedingmoderation"));
        result("allowevent", ID);
        assertEquals(List.of(), result("listeventsneedingmoderation"));
    }

    @Test
    void kindsAreAllowedAndWhatWasDisallowedIsOnlyTakenBack() throws Exception {
        result("disallowkind", 7);
        result("allowkind", 7);
        assertEquals(List.of(), result("listallowedkinds"));
        result("allowkind", 1);
        result("allowkind", 1059);
        assertEquals(List.of(1L, 1059L), result("listallowedkinds"));
        result("disallowkind", 1);
        assertEquals(List.of(1059L), result("listallowedkinds"));
    }

    @Test
    void looksAreChangedAndKeptAndGivenBack() throws Exception {
        result("changerelayname", "Ours");
        result("changerelaydescription", "For us.");
        result("changerelayicon", "https://relay.example/icon.png");
        start();
        assertEquals(Optional.of("Ours"), management.looks().name());
        assertEquals(Optional.of("For us."), management.looks().description());
        assertEquals(
                Optional.of("https://relay.example/icon.png"),
                management.looks().icon());
        result("changerelayname", "");
        assertEquals(Optional.empty(), management.looks().name());
        assertTrue(call("changerelayicon", "javascript:alert(1)").containsKey("error"));
        assertTrue(call("changerelayname", "x".repeat(101)).containsKey("error"));
    }

    @Test
    void wrongParametersAreAnsweredWithWhatWasExpected() throws Exception {
        assertTrue(call("banpubkey").get("error").toString().contains("64 lower-case hex digits"));
        assertTrue(call("banpubkey", KEY.toUpperCase(java.util.Locale.ROOT)).containsKey("error"));
        assertTrue(call("allowkind", 70_000).get("error").toString().contains("0 to 65535"));
        assertTrue(call("blockip", "relay.example").get("error").toString().contains("IPv4 or IPv6"));
        management.manage(null, null);
        assertTrue(call("banpubkey", KEY).get("error").toString().contains("try again later"));
    }

    private void assertRefused(String why, Optional<String> header, byte[] body) {
        Answer answer = send(header, body);
        assertEquals(401, answer.status(), why);
        assertTrue(answer.json().contains(why), answer.json());
    }

    @Test
    void callWithoutAProperProofIsRefused() {
        byte[] body = body("supportedmethods");
        Event.Unsigned good = proof(body, URL);
        assertRefused("scheme Nostr", Optional.empty(), body);
        assertRefused("scheme Nostr", Optional.of("Bearer x"), body);
        assertRefused("base64", Optional.of("Nostr ***"), body);
        assertRefused("JSON", Optional.of("Nostr eyJ9"), body);
        Event.Unsigned kind = new Event.Unsigned(good.pubkey(), good.createdAt(), 27_234, good.tags(), "");
        assertRefused("27235", Optional.of(header(kind, secret)), body);
        for (long age : new long[] {-61, 61, NOW + 5}) {
            Event.Unsigned old = new Event.Unsigned(good.pubkey(), NOW - age, 27_235, good.tags(), "");
            assertRefused("60 seconds", Optional.of(header(old, secret)), body);
        }
        assertRefused("payload", Optional.of(header(good, secret)), body("banpubkey", KEY));
        for (int i = 0; i < 3; i++) {
            List<List<String>> without = new ArrayList<>(good.tags());
            without.remove(i);
            Event.Unsigned half = new Event.Unsigned(good.pubkey(), good.createdAt(), 27_235, without, "");
            assertRefused(
                    List.of("u tag", "method tag", "payload tag").get(i), Optional.of(header(half, secret)), body);
        }
        assertRefused("administrator", Optional.of(header(good, secret(2))), body);
        Event.Unsigned stranger =
                new Event.Unsigned(curve.publicKey(secret(2)), good.createdAt(), 27_235, good.tags(), "");
        assertRefused("administrator", Optional.of(header(stranger, secret(2))), body);
        assertEquals(200, send(Optional.of(header(good, secret)), body).status());
    }

    @Test
    void replayIsRefusedAsLongAsItsTimeWouldBeRight() {
        byte[] body = body("supportedmethods");
        Event.Unsigned proof = new Event.Unsigned(
                curve.publicKey(secret), NOW + 60, 27_235, proof(body, URL).tags(), "");
        Optional<String> header = Optional.of(header(proof, secret));
        assertEquals(200, send(header, body).status());
        for (int i = 0; i <= 120; i += 30) {
            now.set(NOW + i);
            assertRefused("used before", header, body);
        }
        now.set(NOW + 121);
        assertRefused("60 seconds", header, body);
    }

    @Test
    void nobodyMayCallWhereThereIsNoAdministrator() {
        management.admit(List.of("npub1nonsense"));
        assertFalse(management.isOpen());
        byte[] body = body("supportedmethods");
        assertRefused("administrator", Optional.of(header(proof(body, URL), secret)), body);
    }

    @ParameterizedTest
    @CsvSource({
        "wss://relay.example, https://relay.example, true",
        "wss://relay.example, https://RELAY.example:443/, true",
        "wss://relay.example/, wss://relay.example, true",
        "wss://relay.example, http://relay.example, false",
        "wss://relay.example, https://other.example, false",
        "wss://relay.example, https://relay.example/x, false",
        "wss://relay.example, https://relay.example?x, false",
        "wss://relay.example, https://relay.example:8443, false",
        "wss://relay.example/a, https://relay.example/a, true",
        "ws://127.0.0.1:7447, http://127.0.0.1:7447/, true",
        "ws://127.0.0.1:7447, http://127.0.0.1:7448/, false",
        "ws://127.0.0.1:7447, not a url, false",
    })
    void proofIsForOneRelayHoweverItsAddressIsWritten(String ours, String named, boolean fits) {
        byte[] body = body("supportedmethods");
        Call call = new Call(Optional.of(header(proof(body, named), secret)), Optional.of(URI.create(ours)), body);
        assertEquals(fits ? 200 : 401, management.answer(call).status());
        Call nowhere = new Call(Optional.of(header(proof(body, named), secret)), Optional.empty(), body);
        assertEquals(401, management.answer(nowhere).status());
    }
}
