// SPDX-License-Identifier: MIT
package org.throng.scheme.nip17;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.throng.cipher.Nip44;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.event.Event;
import org.throng.event.EventReader;
import org.throng.event.MalformedException;
import org.throng.event.StrictJson;
import org.throng.parcel.Hedge;
import org.throng.parcel.rumor.Rumor;
import org.throng.scheme.OpenScheme;
import org.throng.scheme.Reader;
import org.throng.scheme.Sender;

/**
 * NIP-17: a rumor in a seal in a gift wrap.
 *
 * <pre>
 * wrap (kind 1059, by a disposable key, tag p = the reader): NIP-44 between that key and the reader's, of
 *   seal (kind 13, by the writer's npub, no tags):           NIP-44 between the writer's key and the reader's, of
 *     rumor (kind 14 and others, no signature)
 * </pre>
 *
 * <p>Both are dated up to two days back, each by its own random number. A text of more than about 40 kB makes a seal above
 * 65,535 bytes, for which NIP-44 has a longer prefix since 2026; clients from before refuse it.
 *
 * <p>Not guaranteed: forward secrecy, and deniability: the seal is signed.
 */
@Component(property = "name=" + OpenScheme.NIP17)
public final class Nip17Scheme implements OpenScheme {
    static final int WRAP = 1059;
    static final int SEAL = 13;
    static final int BACK_SECONDS = 2 * 86_400;

    /** Characters of a wrap's content at most. */
    private static final int MAX_CONTENT = 262_144;

    private static final int MAX_DEPTH = 8;

    private final Curve curve;
    private final RandomGenerator random;

    /** For the container. */
    @Activate
    public Nip17Scheme(@Reference Curve curve) {
        this(curve, new SecureRandom());
    }

    /** @param random fit for keys */
    public Nip17Scheme(Curve curve, RandomGenerator random) {
        this.curve = curve;
        this.random = random;
    }

    @Override
    public String name() {
        return NIP17;
    }

    @Override
    public Event wrap(Sender sender, PublicKey recipient, Rumor rumor, long now) {
        if (!rumor.pubkey().equals(sender.npub())) {
            throw new IllegalArgumentException("a rumor's pubkey must be its sender's");
        }
        String json = RumorJson.write(rumor);
        int length = json.getBytes(StandardCharsets.UTF_8).length;
        if (length > MAX_RUMOR) {
            throw new IllegalArgumentException(
                    "expected a rumor of at most " + MAX_RUMOR + " bytes of JSON, got " + length);
        }
        Event seal = sign(sender.secret(), sender.npub(), SEAL, List.of(), recipient, json, now);
        byte[] sealed = seal.json().getBytes(StandardCharsets.UTF_8);
        try (SecretKey disposable = new Hedge(sender.secret(), random).bodyKey(sealed)) {
            List<List<String>> tags = List.of(List.of("p", recipient.hex()));
            return sign(disposable, curve.publicKey(disposable), WRAP, tags, recipient, seal.json(), now);
        }
    }

    private Event sign(
            SecretKey secret,
            PublicKey author,
            int kind,
            List<List<String>> tags,
            PublicKey recipient,
            String text,
            long now) {
        byte[] key = conversationKey(secret, recipient)
                .orElseThrow(() -> new IllegalArgumentException("the recipient's key is no point of the curve"));
        String content = Nip44.encryptExtended(key, bytes32(), text);
        Arrays.fill(key, (byte) 0);
        long createdAt = Math.max(0, now - random.nextLong(BACK_SECONDS + 1L));
        return Event.sign(curve, secret, new Event.Unsigned(author, createdAt, kind, tags, content), bytes32());
    }

    private byte[] bytes32() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return bytes;
    }

    @Override
    public Optional<Rumor> unwrap(Event wrap, Reader reader) {
        if (wrap.kind() != WRAP || wrap.content().length() > MAX_CONTENT || !isGenuine(wrap)) {
            return Optional.empty();
        }
        try {
            Event seal = EventReader.event(StrictJson.read(decrypt(wrap, reader), MAX_DEPTH));
            if (seal.kind() != SEAL || !seal.tags().isEmpty() || !isGenuine(seal)) {
                return Optional.empty();
            }
            return Optional.of(RumorJson.read(decrypt(seal, reader), seal.pubkey()));
        } catch (GeneralSecurityException | MalformedException e) {
            return Optional.empty(); // not mine, or not right
        }
    }

    private boolean isGenuine(Event event) {
        return event.hasRightId() && event.isSigned(curve);
    }

    private String decrypt(Event event, Reader reader) throws GeneralSecurityException {
        byte[] key = conversationKey(reader.secret(), event.pubkey())
                .orElseThrow(() -> new GeneralSecurityException("an author who is no point of the curve"));
        try {
            return Nip44.decrypt(key, event.content());
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private Optional<byte[]> conversationKey(SecretKey secret, PublicKey other) {
        return curve.agree(secret, other).map(shared -> {
            byte[] key = Nip44.conversationKey(shared);
            Arrays.fill(shared, (byte) 0);
            return key;
        });
    }
}
