// SPDX-License-Identifier: MIT
package org.throng.itests.statistics;

import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.throng.cipher.Bytes;
import org.throng.cipher.Sha256;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.event.Event;
import org.throng.parcel.Label;
import org.throng.parcel.Slot;
import org.throng.parcel.Tlv;
import org.throng.parcel.rumor.Rumor;
import org.throng.scheme.Contents;
import org.throng.scheme.Encapsulation;
import org.throng.scheme.KemPair;
import org.throng.scheme.OneTimeKey;
import org.throng.scheme.Recipient;
import org.throng.scheme.Scheme;
import org.throng.scheme.SealedBody;
import org.throng.scheme.Sender;
import org.throng.scheme.direct.DirectScheme;
import org.throng.scheme.pq.PqScheme;
import org.throng.scheme.tagged.TaggedScheme;

/**
 * What relays get of one scheme: pairs of body and header, always from one sender to one receiver, with contents that are typical
 * of the scheme and unlike those of the others. All randomness comes from the number of the pair.
 *
 * @param events the bytes of each pair that are not the same in all: pubkey, id, signature and content of the body, then those of
 *     the header
 * @param shapes all the rest of each pair: kinds, tags, times, lengths
 */
record Posted(String scheme, byte[][] events, String[] shapes) {
    /** Where the content of a body begins, and how long it is. */
    static final int CONTENT_AT = 128;

    static final int CONTENT_LENGTH = 2_048;

    private static final Curve CURVE = new NativeCurve();
    private static final Label LABEL = new Label("04:0110");
    private static final SecretKey SENDER = SecretKey.of(Sha256.of(Bytes.ascii("alice")));
    private static final PublicKey WRITER = CURVE.publicKey(SENDER);
    private static final PublicKey READER = CURVE.publicKey(SecretKey.of(Sha256.of(Bytes.ascii("bob"))));
    private static final KemPair PAIR = KemPair.of(Bytes.join(Sha256.of(new byte[] {1}), Sha256.of(new byte[] {2})));

    /** First contacts: words of up to 1,500 characters. */
    static Posted direct(int count) {
        return of(count, 1, 1_500, random -> new DirectScheme(CURVE, random), (recipient, random) -> recipient);
    }

    /** Words of up to 500 characters, all under one KEM key. */
    static Posted pq(int count) {
        return of(
                count,
                2,
                500,
                random -> new PqScheme(CURVE, random),
                (recipient, random) -> recipient.with(Encapsulation.to(PAIR.key(), bytes(random))));
    }

    /** In a session: hardly any words. */
    static Posted tagged(int count) {
        return of(
                count,
                3,
                8,
                random -> new TaggedScheme(CURVE, random),
                (recipient, random) -> recipient.with(OneTimeKey.of(bytes(random))));
    }

    private static byte[] bytes(RandomGenerator random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return bytes;
    }

    private static Posted of(
            int count,
            int seed,
            int words,
            Function<RandomGenerator, Scheme> schemes,
            BiFunction<Recipient, RandomGenerator, Recipient> ready) {
        byte[][] events = new byte[count][];
        String[] shapes = new String[count];
        IntStream.range(0, count).parallel().forEach(i -> {
            RandomGenerator random = new SplittableRandom(((long) seed << 32) + i);
            Scheme scheme = schemes.apply(random);
            Slot slot = new Slot(1_764_000_000 + 600L * (i % 144));
            Recipient recipient = ready.apply(Recipient.of(READER), random);
            Sender sender = new Sender(WRITER, SENDER);
            SealedBody body = scheme.seal(sender, recipient, contents(slot, random.nextInt(words)), slot, LABEL);
            Event header = scheme.address(sender, recipient, body, slot, LABEL, 0);
            if (i == 0 && !(body.event().isSigned(CURVE) && header.isSigned(CURVE))) {
                throw new AssertionError("an event is not signed");
            }
            events[i] = Bytes.join(bytes(body.event()), bytes(header));
            shapes[i] = shape(body.event()) + " " + shape(header);
        });
        return new Posted(schemes.apply(new SplittableRandom(seed)).name(), events, shapes);
    }

    private static Contents contents(Slot slot, int length) {
        Tlv rumor = new Rumor(WRITER, slot.createdAt(), Rumor.TEXT, List.of(), "a".repeat(length)).tlv();
        return Contents.of(rumor);
    }

    private static byte[] bytes(Event event) {
        return Bytes.join(
                event.pubkey().bytes(),
                event.id().bytes(),
                event.signature().bytes(),
                Base64.getDecoder().decode(event.content()));
    }

    private static String shape(Event event) {
        return event.kind() + " " + event.createdAt() + " " + event.tags() + " "
                + event.content().length() + " " + event.json().length();
    }
}
