// SPDX-License-Identifier: MIT
package org.throng.scheme.direct;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.throng.cipher.Hmac;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.event.Event;
import org.throng.event.MalformedException;
import org.throng.parcel.BodyEvent;
import org.throng.parcel.BodySize;
import org.throng.parcel.Header;
import org.throng.parcel.HeaderEvent;
import org.throng.parcel.HeaderKeys;
import org.throng.parcel.Hedge;
import org.throng.parcel.Label;
import org.throng.parcel.SchemeId;
import org.throng.parcel.SealedPlain;
import org.throng.parcel.Slot;
import org.throng.parcel.Tlv;
import org.throng.parcel.body.BodyKeys;
import org.throng.parcel.body.BodyRules;
import org.throng.parcel.body.BodyText;
import org.throng.parcel.tlv.ScanCertificate;
import org.throng.scheme.Contents;
import org.throng.scheme.Match;
import org.throng.scheme.Opened;
import org.throng.scheme.Reader;
import org.throng.scheme.Recipient;
import org.throng.scheme.Scheme;
import org.throng.scheme.SealedBody;
import org.throng.scheme.Sender;
import org.throng.scheme.Sighting;

/**
 * Scheme 1: one ECDH with a disposable key finds and opens the header, a second one with the sender's key proves the writer
 * to the reader alone (docs/protocol.md, sections 4 and 5).
 *
 * <p>Not guaranteed: forward secrecy. A thief of the receiver's secret opens every header and body that still exists.
 */
@Component(property = "name=direct")
public final class DirectScheme implements Scheme {
    private static final int AUX_LENGTH = 32;

    private final Curve curve;
    private final RandomGenerator random;

    /** For the container. */
    @Activate
    public DirectScheme(@Reference Curve curve) {
        this(curve, new SecureRandom());
    }

    /** @param random fit for keys */
    public DirectScheme(Curve curve, RandomGenerator random) {
        this.curve = curve;
        this.random = random;
    }

    @Override
    public int number() {
        return SchemeId.DIRECT;
    }

    @Override
    public String name() {
        return "direct";
    }

    @Override
    public SealedBody seal(Sender sender, Recipient recipient, Contents contents, Slot slot, Label label) {
        BodySize size = contents.parts().stream().anyMatch(part -> part.type() == Tlv.COURIERED)
                ? BodySize.COURIER
                : BodySize.SMALL;
        BodyText unsigned = BodyText.of(sender.npub(), contents.parts(), BodyText.length(SchemeId.DIRECT, size));
        checkOwn(sender, unsigned, size, slot);
        Hedge hedge = new Hedge(sender.secret(), random);
        byte[] authenticated = unsigned.authenticated(SchemeId.DIRECT, recipient.npub());
        byte[] sessionKey = hedge.sessionKey(recipient.npub(), authenticated, new byte[0]);
        byte[] shared = agree(sender.secret(), recipient.scan());
        byte[] authentication = BodyKeys.authentication(shared, sessionKey, sender.npub(), recipient.npub());
        BodyText signed = unsigned.with(BodyKeys.authenticator(authentication, authenticated));
        byte[] content = BodyKeys.seal(sessionKey, signed.bytes());
        Arrays.fill(shared, (byte) 0);
        Arrays.fill(authentication, (byte) 0);
        try (SecretKey disposable = hedge.bodyKey(content)) {
            Event.Unsigned event = BodyEvent.make(curve.publicKey(disposable), content, slot, label);
            return new SealedBody(Event.sign(curve, disposable, event, fresh()), sessionKey, SchemeId.DIRECT);
        }
    }

    /** What the other side would drop is not sent. */
    private void checkOwn(Sender sender, BodyText text, BodySize size, Slot slot) {
        try {
            BodyRules rules = new BodyRules(curve, SchemeId.DIRECT, size, slot.day());
            rules.check(text);
            PublicKey agreeing =
                    rules.certificate(text).map(ScanCertificate::scan).orElse(sender.npub());
            if (!curve.publicKey(sender.secret()).equals(agreeing)) {
                throw new IllegalArgumentException(
                        "the sender's secret is that of the npub, or of the scan key among the contents");
            }
        } catch (MalformedException e) {
            throw new IllegalArgumentException("no receiver would take this body: " + e.getMessage(), e);
        }
    }

    @Override
    public Event address(Sender sender, Recipient recipient, SealedBody body, Slot slot, Label label, int relayIndex) {
        SealedPlain plain =
                new SealedPlain(body.sessionKey(), body.event().id(), body.scheme(), slot.day(), relayIndex);
        Hedge hedge = new Hedge(sender.secret(), random);
        try (SecretKey drawn = hedge.headerKey(recipient.npub(), plain, label);
                SecretKey secret = curve.withEvenY(drawn)) {
            PublicKey e = curve.publicKey(secret);
            byte[] shared = agree(secret, recipient.scan());
            Header header = HeaderKeys.direct(shared, e, recipient.scan(), recipient.npub())
                    .seal(e, HeaderKeys.viewTag(shared), plain, label);
            Arrays.fill(shared, (byte) 0);
            return Event.sign(curve, secret, HeaderEvent.make(header, slot, label), fresh());
        }
    }

    @Override
    public List<Match> recognise(List<Sighting> sightings, List<Reader> readers) {
        return new HeaderScan(curve, readers).matches(sightings);
    }

    @Override
    public Optional<Opened> open(Match match, byte[] content) {
        Optional<BodySize> size = BodySize.of(content.length).filter(s -> s != BodySize.CHUNK);
        if (size.isEmpty() || !opens(match)) {
            return Optional.empty();
        }
        byte[] sessionKey = match.plain().sessionKey();
        Optional<byte[]> plain = BodyKeys.open(sessionKey, content);
        if (plain.isEmpty()) {
            return Optional.empty();
        }
        try {
            BodyText text = BodyText.read(plain.get());
            BodyRules rules = new BodyRules(
                    curve, SchemeId.DIRECT, size.get(), match.plain().day());
            if (!isWrittenByItsWriter(text, rules, match)) {
                return Optional.empty();
            }
            rules.check(text);
            return Optional.of(new Opened(text.writer(), text.parts()));
        } catch (MalformedException e) {
            // not right is an answer: a stranger decides what stands in here
            return Optional.empty();
        }
    }

    private boolean isWrittenByItsWriter(BodyText text, BodyRules rules, Match match) throws MalformedException {
        Reader reader = match.reader();
        PublicKey agreeing = rules.certificate(text).map(ScanCertificate::scan).orElse(text.writer());
        Optional<byte[]> shared = curve.agree(reader.secret(), agreeing);
        if (shared.isEmpty()) {
            return false;
        }
        byte[] key = BodyKeys.authentication(shared.get(), match.plain().sessionKey(), text.writer(), reader.npub());
        byte[] expected = BodyKeys.authenticator(key, text.authenticated(SchemeId.DIRECT, reader.npub()));
        return Hmac.equal(expected, text.authenticator());
    }

    private byte[] agree(SecretKey secret, PublicKey key) {
        return curve.agree(secret, key)
                .orElseThrow(() -> new IllegalArgumentException("the recipient's key is a point of the curve"));
    }

    private byte[] fresh() {
        byte[] aux = new byte[AUX_LENGTH];
        random.nextBytes(aux);
        return aux;
    }
}
