// SPDX-License-Identifier: MIT
package org.throng.parcel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.throng.cipher.Bytes;
import org.throng.cipher.Hkdf;
import org.throng.cipher.Hmac;
import org.throng.cipher.Sha256;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.curve.bouncycastle.BouncyCastleCurve;
import org.throng.event.Event;
import org.throng.event.EventId;
import org.throng.event.MalformedException;
import org.throng.itests.vectors.Vectors;
import org.throng.parcel.body.BodyKeys;
import org.throng.parcel.body.BodyText;
import org.throng.parcel.file.FileKey;
import org.throng.parcel.file.Manifest;
import org.throng.parcel.profile.Invite;
import org.throng.parcel.profile.Profile;
import org.throng.parcel.rumor.Part;
import org.throng.parcel.rumor.Rumor;
import org.throng.parcel.tlv.Acks;
import org.throng.parcel.tlv.Couriered;
import org.throng.parcel.tlv.Floor;
import org.throng.parcel.tlv.KemCiphertext;
import org.throng.parcel.tlv.KemKey;
import org.throng.parcel.tlv.NodeId;
import org.throng.parcel.tlv.Payment;
import org.throng.parcel.tlv.ProfileId;
import org.throng.parcel.tlv.ReplyRelay;
import org.throng.parcel.tlv.ScanCertificate;
import org.throng.parcel.tlv.ShareRecord;
import org.throng.parcel.tlv.ShortId;

/**
 * Every named block of docs/protocol.md is what the code makes: {@code hex NAME}, {@code json NAME} and {@code text NAME}. In hex,
 * {@code 00*5} repeats a byte and # begins a remark. Data: that page, and docs/vectors. Blocks of the feed, {@code feed.NAME}, are
 * looked at by the bundle of that name.
 */
class ProtocolDocumentTest {
    private static final Pattern BLOCK = Pattern.compile("```(hex|json|text) (\\S+)\n(.*?)```", Pattern.DOTALL);
    private static final Slot SLOT = new Slot(1_764_000_000);

    private final Curve curve = new BouncyCastleCurve();
    private final Map<String, String> page = blocks();
    private final Map<String, String> code = new TreeMap<>();
    private final SecretKey sender = SecretKey.of(given("sender.secret"));
    private final SecretKey receiver = SecretKey.of(given("receiver.secret"));
    private final PublicKey a = curve.publicKey(sender);
    private final PublicKey b = curve.publicKey(receiver);
    private final Rumor rumor = rumor();

    private static Map<String, String> blocks() {
        Map<String, String> blocks = new TreeMap<>();
        Matcher matcher = BLOCK.matcher(text());
        while (matcher.find()) {
            String content = matcher.group(3);
            String value = matcher.group(1).equals("hex") ? hex(content) : content.strip();
            if (matcher.group(2).startsWith("feed.")) {
                continue;
            }
            assertNull(blocks.put(matcher.group(2), value), "a block stands twice: " + matcher.group(2));
        }
        return blocks;
    }

    private static String text() {
        try {
            return Files.readString(Vectors.docs().resolve("protocol.md"));
        } catch (IOException e) {
            throw new IllegalStateException("expected docs/protocol.md", e);
        }
    }

    private static String hex(String content) {
        StringBuilder hex = new StringBuilder();
        for (String token : content.replaceAll("#.*", "").strip().split("\\s+")) {
            int star = token.indexOf('*');
            hex.append(star < 0 ? token : token.substring(0, star).repeat(Integer.parseInt(token.substring(star + 1))));
        }
        return hex.toString();
    }

    private byte[] given(String name) {
        return HexFormat.of().parseHex(page.get(name));
    }

    private Rumor rumor() {
        try {
            return Rumor.read(page.get("rumor").getBytes(StandardCharsets.UTF_8), a);
        } catch (MalformedException e) {
            throw new IllegalStateException("expected a rumor on the page", e);
        }
    }

    private void put(String name, byte[] bytes) {
        code.put(name, Bytes.hex(bytes));
    }

    @Test
    void everyWorkedByteIsWhatTheCodeMakes() throws Exception {
        for (String input : List.of(
                "sender.secret",
                "receiver.secret",
                "random.session",
                "random.body",
                "random.auxBody",
                "random.eph",
                "random.auxHeader",
                "share.sender.secret",
                "share.receiver.secret",
                "tagged.secret",
                "tagged.plain")) {
            code.put(input, page.get(input));
        }
        code.put("sender.npub", a.hex());
        code.put("receiver.npub", b.hex());
        message();
        profiles();
        invites();
        scanKey();
        files();
        labels();
        values();
        session();
        for (Map.Entry<String, String> block : page.entrySet()) {
            assertEquals(code.get(block.getKey()), block.getValue(), block.getKey());
        }
        assertEquals(page.keySet(), code.keySet());
    }

    private void message() {
        code.put("rumor", new String(rumor.json(), StandardCharsets.UTF_8));
        put("rumor.id", rumor.id().bytes());
        BodyText unsigned = BodyText.of(a, List.of(rumor.tlv()), BodyText.length(SchemeId.DIRECT, BodySize.SMALL));
        byte[] authenticated = unsigned.authenticated(SchemeId.DIRECT, b);
        byte[] sessionKey = hedge("random.session").sessionKey(b, authenticated, new byte[0]);
        byte[] shared = curve.agree(sender, b).orElseThrow();
        byte[] authentication = BodyKeys.authentication(shared, sessionKey, a, b);
        BodyText text = unsigned.with(BodyKeys.authenticator(authentication, authenticated));
        put("body.plain", text.bytes());
        put("body.dh", shared);
        put("body.kAuth", authentication);
        put("body.kOut", Hkdf.derive(sessionKey, "throng/v1/body", Bytes.ascii("outer"), 32));
        byte[] content = BodyKeys.seal(sessionKey, text.bytes());
        put("body.content.first", Arrays.copyOf(content, 32));
        put("body.content.last", Arrays.copyOfRange(content, content.length - 32, content.length));
        SecretKey disposable = curve.withEvenY(hedge("random.body").bodyKey(content));
        put("body.secret", disposable.insecureBytes());
        Event body = Event.sign(
                curve,
                disposable,
                BodyEvent.make(curve.publicKey(disposable), content, SLOT, Label.EVERYBODY),
                given("random.auxBody"));
        put("event.body.id", body.id().bytes());
        put("event.body.pubkey", body.pubkey().bytes());
        header(new SealedPlain(sessionKey, body.id(), SchemeId.DIRECT, SLOT.day(), 0));
    }

    private void header(SealedPlain plain) {
        put("header.plain", plain.bytes());
        SecretKey secret = curve.withEvenY(hedge("random.eph").headerKey(b, plain, Label.EVERYBODY));
        put("header.e", secret.insecureBytes());
        PublicKey e = curve.publicKey(secret);
        byte[] shared = curve.agree(secret, b).orElseThrow();
        put("header.S", shared);
        put("header.viewTag", HeaderKeys.viewTag(shared));
        HeaderKeys keys = HeaderKeys.direct(shared, e, b, b);
        put("header.kEnc", keys.enc());
        put("header.kMac", keys.mac());
        Header header = keys.seal(e, HeaderKeys.viewTag(shared), plain, Label.EVERYBODY);
        put("header.record", header.bytes());
        Event event =
                Event.sign(curve, secret, HeaderEvent.make(header, SLOT, Label.EVERYBODY), given("random.auxHeader"));
        code.put("event.header", event.json());
        put("tlv.14", new Couriered(event, 0).bytes());
    }

    private Hedge hedge(String random) {
        return new Hedge(sender, new RandomGenerator() {
            @Override
            public long nextLong() {
                throw new IllegalStateException("only bytes are drawn");
            }

            @Override
            public void nextBytes(byte[] target) {
                System.arraycopy(given(random), 0, target, 0, target.length);
            }
        });
    }

    private void profiles() throws Exception {
        String smallest = page.get("profile.smallest");
        Profile read = Profile.read(curve, profile(smallest));
        assertEquals(List.of("wss://one.example", "", "wss://two.example/x"), read.relays());
        assertEquals(List.of(1), read.schemes());
        code.put("profile.smallest", smallest);
        ScanCertificate scan =
                ScanCertificate.read(Vectors.find("scan-key", "certificate").bytes("certificate"));
        put("tlv.11", scan.bytes());
        Profile whole = new Profile(
                read.relays(),
                List.of(1, 2),
                21,
                Optional.empty(),
                Optional.of(scan),
                List.of(new Profile.Pair("https://a.example", "http://b.example")));
        Event.Unsigned event = whole.unsigned(a, SLOT.createdAt());
        assertEquals(whole, Profile.read(curve, profile(event.content())));
        code.put("profile.scan", event.content());
    }

    private Event profile(String content) {
        Event.Unsigned unsigned = new Event.Unsigned(a, SLOT.createdAt(), Profile.KIND, List.of(), content);
        return Event.sign(curve, sender, unsigned, new byte[32]);
    }

    /** Compressors differ: each text is read, not made. */
    private void invites() throws MalformedException {
        Event profile = Event.sign(
                curve,
                sender,
                new Event.Unsigned(a, SLOT.createdAt(), Profile.KIND, List.of(), page.get("profile.smallest")),
                new byte[32]);
        for (String form : List.of("invite.link", "invite.code")) {
            assertEquals(profile, Invite.read(curve, page.get(form)).profile(), form);
            code.put(form, page.get(form));
        }
    }

    private void scanKey() {
        ScanKey key = ScanKey.at(SLOT.createdAt());
        put("scan.secret", key.secret(receiver).insecureBytes());
        code.put("scan.key", curve.publicKey(key.secret(receiver)).hex());
        put("scan.until", Bytes.u64(key.until()));
    }

    private void files() throws Exception {
        Rumor manifest = Rumor.read(page.get("manifest").getBytes(StandardCharsets.UTF_8), a);
        FileKey key = Manifest.read(manifest).key();
        code.put(
                "manifest",
                new String(Manifest.read(manifest).rumor(a, SLOT.createdAt()).json(), StandardCharsets.UTF_8));
        byte[] clear = new byte[FileKey.CHUNK_LENGTH];
        for (int i = 0; 32 * i < clear.length; i++) {
            byte[] block = Sha256.of(Bytes.ascii("throng vector file" + (i == 0 ? "" : i)));
            System.arraycopy(block, 0, clear, 32 * i, Math.min(32, clear.length - 32 * i));
        }
        byte[] sealed = key.seal(0, 2, clear);
        put("chunk.clear.first", Arrays.copyOf(clear, 32));
        put(
                "chunk.key",
                Hkdf.derive(key.insecureBytes(), "throng/v1/chunk", Bytes.join(Bytes.u32(0), Bytes.u32(2)), 32));
        put("chunk.content.first", Arrays.copyOf(sealed, 32));
        put("chunk.content.sha256", Sha256.of(sealed));
    }

    private void labels() {
        put("label.hash", Sha256.tagged("throng/crowd", a.bytes()));
        code.put("labels", Label.of(a, 0) + "\n" + Label.of(a, 4) + "\n" + Label.of(a, 8));
    }

    private void values() throws Exception {
        PublicKey share = PublicKey.of(Arrays.copyOfRange(given("tlv.2.long"), 12, 44));
        ShortId node = ShortId.ofHex("4fa2e7e0bd8a7b16");
        put("tlv.2.long", new ShareRecord(node, 1, Optional.of(share), ShortId.ZERO, ShortId.ZERO).bytes());
        ShortId chain = ShortId.ofHex("7545c658d58a66b4");
        put("tlv.2.short", new ShareRecord(node, 1, Optional.empty(), ShortId.ZERO, chain).bytes());
        List<ShortId> rumors = List.of(
                ShortId.ofHex("05b76056971e220a"),
                ShortId.ofHex("591b2520b614682c"),
                ShortId.ofHex("af3628ca1d257af5"));
        put("tlv.3.rumors", Acks.of(rumors).bytes());
        put("tlv.3.both", new Acks(rumors.subList(0, 1), List.of(new Acks.Chain(chain, 3, 0b101))).bytes());
        byte[] ek = Vectors.hex(Vectors.scenario("body-pq").get("inputs"), "kemKey");
        put("tlv.4.sha256", Sha256.of(KemKey.read(ek).bytes()));
        byte[] ct = Vectors.find("body-pq", "newest key").valueBytes("ct");
        KemCiphertext ciphertext = new KemCiphertext(KemKey.read(ek).id(), ct);
        put("tlv.10.first", Arrays.copyOf(ciphertext.tlv().value(), 32));
        put("tlv.6", new NodeId(ShortId.ofHex("a61c741921601d0a")).tlv().value());
        put("tlv.7", new ProfileId(EventId.of(given("tlv.7"))).tlv().value());
        put("tlv.12", new Floor(ShortId.ofHex("9dbf9a379464f1a0"), 7).bytes());
        put("tlv.9", new Payment(1, new byte[0]).tlv().value());
        code.put("tlv.13", ReplyRelay.read(Bytes.ascii(page.get("tlv.13"))).url());
        byte[] json = Vectors.find("parts", "in order").valueBytes("rumor");
        Part third = Part.split(json, SchemeId.DIRECT).get(2);
        put("tlv.8.first", Arrays.copyOf(third.value(), 32));
    }

    private void session() {
        SecretKey mine = SecretKey.of(given("share.sender.secret"));
        PublicKey own = curve.publicKey(mine);
        PublicKey other = curve.publicKey(SecretKey.of(given("share.receiver.secret")));
        put("share.sender", own.bytes());
        put("share.receiver", other.bytes());
        byte[] ikm = Bytes.join(
                curve.agree(mine, other).orElseThrow(), curve.agree(sender, b).orElseThrow());
        put("root.ikm", ikm);
        byte[] info = Bytes.join(
                Bytes.ascii("throng/v1/root"),
                Bytes.u32(1),
                a.bytes(),
                b.bytes(),
                ShortId.ofHex("a61c741921601d0a").bytes(),
                ShortId.ofHex("4fa2e7e0bd8a7b16").bytes(),
                own.bytes(),
                other.bytes(),
                new byte[64]);
        byte[] okm = Hkdf.derive(ikm, new byte[32], info, 96);
        put("root.okm", okm);
        byte[] first = Hmac.sha256(Arrays.copyOfRange(okm, 32, 64), new byte[] {5});
        byte[] mk = Hmac.sha256(first, new byte[] {2});
        byte[] tag = Arrays.copyOf(Hmac.sha256(mk, new byte[] {1}), Header.TAG_LENGTH);
        put("chain.mk", mk);
        put("chain.tag", tag);
        put("chain.bodySecret", Hmac.sha256(mk, new byte[] {3}));
        PublicKey e = curve.publicKey(SecretKey.of(given("tagged.secret")));
        SealedPlain plain = SealedPlain.read(given("tagged.plain")).orElseThrow();
        put(
                "tagged.record",
                HeaderKeys.tagged(mk, e, b, tag)
                        .seal(e, tag, plain, Label.EVERYBODY)
                        .bytes());
    }
}
