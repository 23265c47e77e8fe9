// SPDX-License-Identifier: MIT
package org.throng.scheme.tagged;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
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
import org.throng.scheme.Contents;
import org.throng.scheme.Match;
import org.throng.scheme.OneTimeKey;
import org.throng.scheme.Opened;
import org.throng.scheme.Reader;
import org.throng.scheme.Recipient;
import org.throng.scheme.Scheme;
import org.throng.scheme.SealedBody;
import org.throng.scheme.Sender;
import org.throng.scheme.Sighting;

/**
 * Scheme 2: a header is found by its one-time tag, and the same key of the session proves the writer of the body
 * (docs/protocol.md, sections 4 to 6). A key that was used opens nothing once it is erased.
 *
 * <p>Body and headers of one key belong together: the body is bound to it, too.
 */
@Component(property = "name=tagged")
public final class TaggedScheme implements Scheme {
    private static final int AUX_LENGTH = 32;

    private final Curve curve;
    private final RandomGenerator random;

    /** For the container. */
    @Activate
    public TaggedScheme(@Reference Curve curve) {
        this(curve, new SecureRandom());
    }

    /** @param random fit for keys */
    public TaggedScheme(Curve curve, RandomGenerator random) {
        this.curve = curve;
        this.random = random;
    }

    @Override
    public int number() {
        return SchemeId.TAGGED;
    }

    @Override
    public String name() {
        return "tagged";
    }

    @Override
    public Recognition recognition() {
        return Recognition.LOOKUP;
    }

    @Override
    public SealedBody seal(Sender sender, Recipient recipient, Contents contents, Slot slot, Label label) {
        BodySize size = contents.parts().stream().anyMatch(part -> part.type() == Tlv.COURIERED)
                ? BodySize.COURIER
                : BodySize.SMALL;
        BodyText unsigned = BodyText.of(sender.npub(), contents.parts(), BodyText.length(SchemeId.TAGGED, size));
        checkOwn(unsigned, size, slot);
        Hedge hedge = new Hedge(sender.secret(), random);
        byte[] authenticated = unsigned.authenticated(SchemeId.TAGGED, recipient.npub());
        byte[] sessionKey = hedge.sessionKey(recipient.npub(), authenticated, new byte[0]);
        byte[] bodySecret = once(recipient).bodySecret();
        byte[] authentication = BodyKeys.authentication(bodySecret, sessionKey, sender.npub(), recipient.npub());
        BodyText signed = unsigned.with(BodyKeys.authenticator(authentication, authenticated));
        byte[] content = BodyKeys.seal(sessionKey, signed.bytes());
        Arrays.fill(bodySecret, (byte) 0);
        Arrays.fill(authentication, (byte) 0);
        try (SecretKey disposable = hedge.bodyKey(content)) {
            Event.Unsigned event = BodyEvent.make(curve.publicKey(disposable), content, slot, label);
            return new SealedBody(Event.sign(curve, disposable, event, fresh()), sessionKey, SchemeId.TAGGED);
        }
    }

    /** What the other side would drop is not sent. */
    private void checkOwn(BodyText text, BodySize size, Slot slot) {
        try {
            new BodyRules(curve, SchemeId.TAGGED, size, slot.day()).check(text);
        } catch (MalformedException e) {
            throw new IllegalArgumentException("no receiver would take this body: " + e.getMessage(), e);
        }
    }

    private static OneTimeKey once(Recipient recipient) {
        return recipient
                .once()
                .orElseThrow(() -> new IllegalArgumentException(
                        "a recipient inside a session comes with the key of this one message"));
    }

    @Override
    public Event address(Sender sender, Recipient recipient, SealedBody body, Slot slot, Label label, int relayIndex) {
        OneTimeKey once = once(recipient);
        SealedPlain plain =
                new SealedPlain(body.sessionKey(), body.event().id(), body.scheme(), slot.day(), relayIndex);
        Hedge hedge = new Hedge(sender.secret(), random);
        try (SecretKey drawn = hedge.headerKey(recipient.npub(), plain, label);
                SecretKey secret = curve.withEvenY(drawn)) {
            PublicKey e = curve.publicKey(secret);
            Header header = once.header(e, recipient.npub()).seal(e, once.tag(), plain, label);
            return Event.sign(curve, secret, HeaderEvent.make(header, slot, label), fresh());
        }
    }

    @Override
    public List<Match> recognise(List<Sighting> sightings, List<Reader> readers) {
        List<Match> matches = new ArrayList<>();
        for (int s = 0; s < sightings.size(); s++) {
            Header header = sightings.get(s).header();
            long tag = ByteBuffer.wrap(header.viewTag()).getLong();
            for (Reader reader : readers) {
                List<OneTimeKey> keys = reader.expected().at(tag);
                if (!keys.isEmpty() && curve.contains(header.e())) {
                    match(s, sightings.get(s), reader, keys).ifPresent(matches::add);
                }
            }
        }
        return matches;
    }

    private static Optional<Match> match(int index, Sighting sighting, Reader reader, List<OneTimeKey> keys) {
        Header header = sighting.header();
        for (OneTimeKey key : keys) {
            if (!header.hasViewTag(key.tag())) {
                continue;
            }
            HeaderKeys opening = key.header(header.e(), reader.npub());
            if (opening.verifies(header, sighting.label())) {
                return Optional.of(opening.open(header, sighting.label())
                        .filter(plain -> plain.scheme() == SchemeId.TAGGED && plain.isTimely(sighting.logDay()))
                        .map(plain -> new Match(index, reader, plain, key.bodySecret()))
                        .orElseGet(() -> Match.ofVoid(index, reader, key.bodySecret())));
            }
        }
        return Optional.empty();
    }

    @Override
    public Optional<Opened> open(Match match, byte[] content) {
        Optional<BodySize> size = BodySize.of(content.length).filter(s -> s != BodySize.CHUNK);
        if (size.isEmpty() || !opens(match) || match.bodySecret().length != OneTimeKey.LENGTH) {
            return Optional.empty();
        }
        Optional<byte[]> plain = BodyKeys.open(match.plain().sessionKey(), content);
        if (plain.isEmpty()) {
            return Optional.empty();
        }
        try {
            BodyText text = BodyText.read(plain.get());
            if (!isWrittenByItsWriter(text, match)) {
                return Optional.empty();
            }
            new BodyRules(curve, SchemeId.TAGGED, size.get(), match.plain().day()).check(text);
            return Optional.of(new Opened(text.writer(), text.parts()));
        } catch (MalformedException e) {
            // not right is an answer
            return Optional.empty();
        }
    }

    private static boolean isWrittenByItsWriter(BodyText text, Match match) {
        PublicKey b = match.reader().npub();
        byte[] key = BodyKeys.authentication(match.bodySecret(), match.plain().sessionKey(), text.writer(), b);
        return Hmac.equal(BodyKeys.authenticator(key, text.authenticated(SchemeId.TAGGED, b)), text.authenticator());
    }

    private byte[] fresh() {
        byte[] aux = new byte[AUX_LENGTH];
        random.nextBytes(aux);
        return aux;
    }
}
