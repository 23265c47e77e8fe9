// SPDX-License-Identifier: MIT
package org.throng.scheme.nip17;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.throng.cipher.Bytes;
import org.throng.cipher.Nip44;
import org.throng.cipher.Sha256;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.curve.bouncycastle.BouncyCastleCurve;
import org.throng.event.Event;
import org.throng.event.EventReader;
import org.throng.event.StrictJson;
import org.throng.itests.contracts.OpenSchemeContract;
import org.throng.parcel.rumor.Rumor;
import org.throng.scheme.OpenScheme;
import org.throng.scheme.Reader;
import org.throng.scheme.Sender;

class Nip17SchemeTest extends OpenSchemeContract {
    private final Curve curve = new BouncyCastleCurve();
    private final OpenScheme scheme = new Nip17Scheme(curve);

    @Override
    protected OpenScheme scheme() {
        return scheme;
    }

    @Override
    protected Curve curve() {
        return curve;
    }

    private byte[] key(String one, PublicKey other) {
        return Nip44.conversationKey(curve.agree(secret(one), other).orElseThrow());
    }

    private Event sign(String author, int kind, List<List<String>> tags, String content) {
        SecretKey secret = secret(author);
        Event.Unsigned event = new Event.Unsigned(curve.publicKey(secret), NOW, kind, tags, content);
        return Event.sign(curve, secret, event, new byte[32]);
    }

    private static String encrypt(byte[] key, String text) {
        return Nip44.encryptExtended(key, Sha256.of(text.getBytes(StandardCharsets.UTF_8)), text);
    }

    private Event seal(String author, String rumor) {
        return sign(author, 13, List.of(), encrypt(key(author, npub("bob")), rumor));
    }

    private Event wrapOf(Event seal) {
        return sign(
                "a stranger",
                1059,
                List.of(List.of("p", npub("bob").hex())),
                encrypt(key("a stranger", npub("bob")), seal.json()));
    }

    private Optional<Rumor> unwrap(Event wrap) {
        return scheme.unwrap(wrap, readerOf("bob"));
    }

    private static String json(Rumor rumor) {
        return RumorJson.write(rumor);
    }

    @Test
    void wrapAndSealAreDatedApartAndUpToTwoDaysBack() throws Exception {
        Set<Long> dates = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            Event wrap = wrap("when");
            Event seal = EventReader.event(Nip44.decrypt(key("bob", wrap.pubkey()), wrap.content()));
            for (Event event : List.of(wrap, seal)) {
                assertTrue(event.createdAt() <= NOW && event.createdAt() >= NOW - 172_800);
                dates.add(event.createdAt());
            }
            assertEquals(13, seal.kind());
            assertEquals(List.of(), seal.tags());
            assertEquals(sender().npub(), seal.pubkey());
        }
        assertTrue(dates.size() > 35, "random, each by itself");
    }

    @Test
    void rumorOfSomebodyElseThanTheSealsWriterIsNotOpened() {
        Rumor alices = rumor("by Alice, as Carol wants us to believe");
        assertEquals(Optional.of(alices), unwrap(wrapOf(seal("alice", json(alices)))));
        assertEquals(Optional.empty(), unwrap(wrapOf(seal("carol", json(alices)))));
    }

    @Test
    void sealThatIsNoneIsNotOpened() {
        String words = json(rumor("x"));
        String sealed = encrypt(key("alice", npub("bob")), words);
        Event right = seal("alice", words);
        assertEquals(Optional.empty(), unwrap(wrapOf(sign("alice", 14, List.of(), sealed))), "another kind");
        assertEquals(Optional.empty(), unwrap(wrapOf(sign("alice", 13, List.of(List.of("p", "x")), sealed))), "tags");
        Event forged = new Event(
                right.id(), right.pubkey(), right.createdAt() + 1, 13, List.of(), right.content(), right.signature());
        assertEquals(Optional.empty(), unwrap(wrapOf(forged)), "another id");
        Event resigned = new Event(
                right.id(),
                right.pubkey(),
                right.createdAt(),
                13,
                List.of(),
                right.content(),
                sign("carol", 13, List.of(), "").signature());
        assertEquals(Optional.empty(), unwrap(wrapOf(resigned)), "another's signature");
        assertEquals(Optional.empty(), unwrap(right), "no wrap around it");
    }

    @Test
    void membersThatAreNotKnownAreIgnoredAndAWrongIdIsNot() {
        Rumor rumor = rumor("by another client");
        String json = json(rumor);
        String more = json.substring(0, json.length() - 1) + ",\"sig\":\"\",\"client\":{\"a\":[1]}}";
        assertEquals(Optional.of(rumor), unwrap(wrapOf(seal("alice", more))));
        String wrong = json.replace(rumor.id().hex(), "0".repeat(64));
        assertEquals(Optional.empty(), unwrap(wrapOf(seal("alice", wrong))));
        String without = json.replace("\"id\":\"" + rumor.id().hex() + "\",", "");
        assertEquals(Optional.of(rumor), unwrap(wrapOf(seal("alice", without))));
    }

    @Test
    void whatIsNoRumorIsNotOpened() {
        String right = json(rumor("x"));
        for (String wrong : List.of(
                "null",
                "[]",
                "{}",
                right.substring(1),
                right.replace("\"kind\":14", "\"kind\":-1"),
                right.replace("\"kind\":14", "\"kind\":65536"),
                right.replace("\"kind\":14", "\"kind\":1.5"),
                right.replace("\"tags\":[]", "\"tags\":[1]"),
                right.replace("\"tags\":[]", "\"tags\":" + "[".repeat(50) + "]".repeat(50)),
                right.replace("\"content\":\"x\"", "\"content\":\"\\ud800\""),
                right.replace("1764000000", "-1"))) {
            assertEquals(Optional.empty(), unwrap(wrapOf(seal("alice", wrong))), wrong);
        }
    }

    @Test
    void longSealHasTheLongPrefixOfNip44() throws Exception {
        Event wrap = wrap("x".repeat(60_000));
        String seal = Nip44.decrypt(key("bob", wrap.pubkey()), wrap.content());
        assertTrue(seal.length() > Nip44.MAX_LENGTH);
        assertEquals(60_000, unwrap(wrap).orElseThrow().content().length());
    }

    /** The example of NIP-17 (origin: resources/nip17/README.md): both wraps of one message. */
    @Test
    void exampleOfTheStandardIsOpened() throws Exception {
        try (var in = getClass().getResourceAsStream("/nip17/example.json")) {
            for (Object one : (List<?>) StrictJson.read(in.readAllBytes())) {
                Map<?, ?> example = (Map<?, ?>) one;
                SecretKey secret = SecretKey.of(Bytes.fromHex((String) example.get("secret"), 32));
                PublicKey npub = curve.publicKey(secret);
                Event wrap = EventReader.event(example.get("wrap"));
                Rumor rumor =
                        scheme.unwrap(wrap, new Reader(npub, npub, secret)).orElseThrow();
                assertEquals("Hola, que tal?", rumor.content());
            }
        }
    }

    @Test
    void ownWrapIsOpenedByOneself() {
        Sender alice = sender();
        Rumor rumor = rumor("to my other clients");
        Event wrap = scheme.wrap(alice, alice.npub(), rumor, NOW);
        assertEquals(Optional.of(rumor), scheme.unwrap(wrap, readerOf("alice")));
    }
}
