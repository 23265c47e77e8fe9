// SPDX-License-Identifier: MIT
package org.throng.scheme;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
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
import org.throng.parcel.SealedPlain;
import org.throng.parcel.Slot;
import org.throng.parcel.Tlv;
import org.throng.parcel.body.BodyKeys;
import org.throng.parcel.body.BodyRules;
import org.throng.parcel.body.BodyText;
import org.throng.parcel.tlv.ScanCertificate;

/**
 * What the schemes share whose headers are found by key agreement (docs/protocol.md, sections 4 and 5): a disposable key
 * and the reader's key find and open the header, the writer's key and the reader's prove the writer to the reader alone.
 * Such a scheme hands in what it puts between the sealed body and its plaintext.
 *
 * <p><b>Threads.</b> Any.
 */
public final class Agreement {
    private static final int AUX_LENGTH = 32;

    private final Curve curve;
    private final RandomGenerator random;
    private final int scheme;
    private final Layer layer;

    /** What stands between k_out and the plaintext of a body. */
    public interface Layer {
        /** Nothing does. */
        Layer NONE = new Layer() {
            @Override
            public byte[] ciphertext(Recipient recipient) {
                return new byte[0];
            }

            @Override
            public byte[] wrap(byte[] sessionKey, Recipient recipient, byte[] plain) {
                return plain;
            }

            @Override
            public Optional<Unwrapped> unwrap(byte[] sessionKey, Reader reader, byte[] layer) {
                return Optional.of(new Unwrapped(layer, Optional.empty()));
            }
        };

        /** What the session key must be bound to beside the words: empty or a ciphertext. */
        byte[] ciphertext(Recipient recipient);

        /** @throws IllegalArgumentException where the recipient lacks what the layer needs */
        byte[] wrap(byte[] sessionKey, Recipient recipient, byte[] plain);

        /** Empty where it is not right. */
        Optional<Unwrapped> unwrap(byte[] sessionKey, Reader reader, byte[] layer);
    }

    /** A plaintext, and what its layer held. */
    public record Unwrapped(byte[] plain, Optional<Encapsulation> kem) {
        @Override
        public String toString() {
            return "Unwrapped[hidden]";
        }
    }

    /**
     * @param random fit for keys
     * @param scheme the number that headers name
     */
    public Agreement(Curve curve, RandomGenerator random, int scheme, Layer layer) {
        this.curve = curve;
        this.random = random;
        this.scheme = scheme;
        this.layer = layer;
    }

    /** As {@link Scheme#seal}. */
    public SealedBody seal(Sender sender, Recipient recipient, Contents contents, Slot slot, Label label) {
        BodySize size = contents.parts().stream().anyMatch(part -> part.type() == Tlv.COURIERED)
                ? BodySize.COURIER
                : BodySize.SMALL;
        BodyText unsigned = BodyText.of(sender.npub(), contents.parts(), BodyText.length(scheme, size));
        checkOwn(sender, unsigned, size, slot);
        Hedge hedge = new Hedge(sender.secret(), random);
        byte[] authenticated = unsigned.authenticated(scheme, recipient.npub());
        byte[] sessionKey = hedge.sessionKey(recipient.npub(), authenticated, layer.ciphertext(recipient));
        byte[] shared = agree(sender.secret(), recipient.scan());
        byte[] authentication = BodyKeys.authentication(shared, sessionKey, sender.npub(), recipient.npub());
        BodyText signed = unsigned.with(BodyKeys.authenticator(authentication, authenticated));
        byte[] content = BodyKeys.seal(sessionKey, layer.wrap(sessionKey, recipient, signed.bytes()));
        Arrays.fill(shared, (byte) 0);
        Arrays.fill(authentication, (byte) 0);
        try (SecretKey disposable = hedge.bodyKey(content)) {
            Event.Unsigned event = BodyEvent.make(curve.publicKey(disposable), content, slot, label);
            return new SealedBody(Event.sign(curve, disposable, event, fresh()), sessionKey, scheme);
        }
    }

    /** What the other side would drop is not sent. */
    private void checkOwn(Sender sender, BodyText text, BodySize size, Slot slot) {
        try {
            BodyRules rules = new BodyRules(curve, scheme, size, slot.day());
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

    /** As {@link Scheme#address}. */
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

    /** As {@link Scheme#recognise}; finds the headers of every scheme that is found by agreement. */
    public List<Match> recognise(List<Sighting> sightings, List<Reader> readers) {
        return new HeaderScan(curve, readers).matches(sightings);
    }

    /** As {@link Scheme#open}. */
    public Optional<Opened> open(Match match, byte[] content) {
        Optional<BodySize> size = BodySize.of(content.length).filter(s -> s != BodySize.CHUNK);
        if (size.isEmpty() || match.plain().scheme() != scheme) {
            return Optional.empty();
        }
        byte[] sessionKey = match.plain().sessionKey();
        Optional<Unwrapped> plain =
                BodyKeys.open(sessionKey, content).flatMap(inner -> layer.unwrap(sessionKey, match.reader(), inner));
        if (plain.isEmpty()) {
            return Optional.empty();
        }
        try {
            BodyText text = BodyText.read(plain.get().plain());
            BodyRules rules =
                    new BodyRules(curve, scheme, size.get(), match.plain().day());
            PublicKey agreeing =
                    rules.certificate(text).map(ScanCertificate::scan).orElse(text.writer());
            if (!isWrittenByItsWriter(text, agreeing, match)) {
                return Optional.empty();
            }
            rules.check(text);
            return Optional.of(new Opened(
                    text.writer(), agreeing, text.parts(), plain.get().kem()));
        } catch (MalformedException e) {
            // not right is an answer: a stranger decides what stands in here
            return Optional.empty();
        }
    }

    private boolean isWrittenByItsWriter(BodyText text, PublicKey agreeing, Match match) {
        Reader reader = match.reader();
        Optional<byte[]> shared = curve.agree(reader.secret(), agreeing);
        if (shared.isEmpty()) {
            return false;
        }
        byte[] key = BodyKeys.authentication(shared.get(), match.plain().sessionKey(), text.writer(), reader.npub());
        byte[] expected = BodyKeys.authenticator(key, text.authenticated(scheme, reader.npub()));
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
