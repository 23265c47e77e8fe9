// SPDX-License-Identifier: MIT
package org.throng.identity;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.throng.cipher.Bytes;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.curve.SecretKey;
import org.throng.event.EventId;
import org.throng.event.RelayUrl;
import org.throng.identity.IdentityException.Reason;

/**
 * Keys and ids as people see them (NIP-19). Secrets go through arrays that the caller erases, never through a string.
 *
 * <p>Texts with fields (nprofile, nevent, naddr) are lists of {@code type u8 ‖ length u8 ‖ value}: 0 the thing itself,
 * 1 a relay, 2 the author, 3 the kind; unknown types are ignored, and so is a relay whose address is none.
 */
public final class Nip19 {
    /** Relays that are read from one text; the others are ignored. */
    public static final int MAX_RELAYS = 16;

    private static final Set<String> PUBLIC = Set.of("npub", "note", "nprofile", "nevent", "naddr");
    private static final Set<String> SECRET = Set.of("nsec", "ncryptsec");

    private Nip19() {}

    /** 63 characters. */
    public static String npub(PublicKey key) {
        return new String(Bech32.encode("npub", key.bytes()));
    }

    /** 63 characters. */
    public static String note(EventId id) {
        return new String(Bech32.encode("note", id.bytes()));
    }

    /** A key and where to look for its profile; relays of more than 255 characters are left out. */
    public static String nprofile(PublicKey key, List<RelayUrl> relays) {
        ByteArrayOutputStream fields = new ByteArrayOutputStream();
        field(fields, 0, key.bytes());
        for (RelayUrl relay : relays.subList(0, Math.min(relays.size(), MAX_RELAYS))) {
            byte[] url = Bytes.ascii(relay.toString());
            if (url.length <= 255) {
                field(fields, 1, url);
            }
        }
        return new String(Bech32.encode("nprofile", fields.toByteArray()));
    }

    /** The secret itself, 63 characters, which the caller erases. */
    public static char[] insecureNsec(SecretKey secret) {
        byte[] bytes = secret.insecureBytes();
        try {
            return Bech32.encode("nsec", bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /**
     * Reads an nsec; the caller erases the text and closes the key.
     *
     * @throws IdentityException {@code CHECKSUM}, {@code CHARACTERS}, {@code LENGTH}, {@code WRONG_KIND},
     *     {@code UNKNOWN_PREFIX} or {@code NOT_ON_CURVE}
     */
    public static SecretKey nsec(char[] text) throws IdentityException {
        Bech32.Decoded decoded = Bech32.decode(text);
        try {
            if (!decoded.prefix().equals("nsec")) {
                throw wrongKind("an nsec", decoded.prefix());
            }
            return secret(decoded.data());
        } finally {
            decoded.erase();
        }
    }

    /**
     * The secret key of 32 bytes; the caller erases them.
     *
     * @throws IdentityException {@code LENGTH} or {@code NOT_ON_CURVE}
     */
    public static SecretKey secret(byte[] scalar) throws IdentityException {
        if (scalar.length != SecretKey.LENGTH) {
            throw new IdentityException(Reason.LENGTH, "a secret key has 32 bytes, got " + scalar.length);
        }
        if (!SecretKey.isValid(scalar)) {
            throw new IdentityException(
                    Reason.NOT_ON_CURVE, "this is no secret key: it is zero, or not below the order of the curve");
        }
        return SecretKey.of(scalar);
    }

    /**
     * A person, however written: npub, nprofile, {@code nostr:} before either, or 64 hex digits. Only a point of the
     * curve passes.
     *
     * @throws IdentityException naming what is wrong; {@code WRONG_KIND} for an nsec, which it does not repeat
     */
    public static Pointer.Profile person(String text, Curve curve) throws IdentityException {
        Pointer.Profile person = personAnywhere(text);
        if (!curve.contains(person.npub())) {
            throw new IdentityException(
                    Reason.NOT_ON_CURVE, "this is nobody's key: it is not the x coordinate of a point of the curve");
        }
        return person;
    }

    private static Pointer.Profile personAnywhere(String text) throws IdentityException {
        if (isHex(text)) {
            return new Pointer.Profile(PublicKey.ofHex(text.toLowerCase(java.util.Locale.ROOT)), List.of());
        }
        Pointer pointer = decode(text);
        if (pointer instanceof Pointer.Key key) {
            return new Pointer.Profile(key.npub(), List.of());
        }
        if (pointer instanceof Pointer.Profile profile) {
            return profile;
        }
        throw wrongKind("an npub or nprofile", pointer instanceof Pointer.Address ? "naddr" : "note or nevent");
    }

    /**
     * Reads a public text: npub, note, nprofile, nevent or naddr, with or without {@code nostr:} before it (NIP-21).
     *
     * @throws IdentityException naming what is wrong; {@code WRONG_KIND} for an nsec, which it does not repeat
     */
    public static Pointer decode(String text) throws IdentityException {
        String bare = text.regionMatches(true, 0, "nostr:", 0, 6) ? text.substring(6) : text;
        char[] chars = bare.toCharArray();
        Bech32.Decoded decoded = null;
        try {
            decoded = Bech32.decode(chars);
            return switch (decoded.prefix()) {
                case "npub" -> new Pointer.Key(PublicKey.of(exactly(decoded, 32)));
                case "note" -> new Pointer.Note(EventId.of(exactly(decoded, 32)));
                case "nprofile", "nevent", "naddr" -> fields(decoded);
                default -> throw wrongKind("an npub, nprofile, note, nevent or naddr", decoded.prefix());
            };
        } finally {
            Arrays.fill(chars, '\0');
            if (decoded != null) {
                decoded.erase();
            }
        }
    }

    /** Says which kind came where another was due, or that there is no such kind. */
    static IdentityException wrongKind(String expected, String prefix) {
        if (SECRET.contains(prefix)) {
            return new IdentityException(
                    Reason.WRONG_KIND,
                    "expected " + expected + ", got an " + prefix + ": that is a secret key, never show it to anybody");
        }
        if (PUBLIC.contains(prefix) || prefix.startsWith("note or")) {
            String article = prefix.startsWith("note") ? "a " : "an ";
            return new IdentityException(Reason.WRONG_KIND, "expected " + expected + ", got " + article + prefix);
        }
        return new IdentityException(
                Reason.UNKNOWN_PREFIX, "expected " + expected + "; '" + shown(prefix) + "' is no prefix of Nostr's");
    }

    private static String shown(String prefix) {
        return prefix.length() <= 12 ? prefix : prefix.substring(0, 12) + "…";
    }

    private static Pointer fields(Bech32.Decoded decoded) throws IdentityException {
        byte[] special = null;
        List<RelayUrl> relays = new ArrayList<>();
        Optional<PublicKey> author = Optional.empty();
        OptionalInt kind = OptionalInt.empty();
        ByteBuffer rest = ByteBuffer.wrap(decoded.data());
        while (rest.hasRemaining()) {
            int type = rest.get() & 0xff;
            int length = rest.hasRemaining() ? rest.get() & 0xff : 256;
            if (length > rest.remaining()) {
                throw new IdentityException(Reason.LENGTH, "a field of this " + decoded.prefix() + " ends too early");
            }
            byte[] value = new byte[length];
            rest.get(value);
            switch (type) {
                case 0 -> special = special == null ? value : special;
                case 1 -> relay(value).filter(url -> relays.size() < MAX_RELAYS).ifPresent(relays::add);
                case 2 -> author = Optional.of(PublicKey.of(exactly("the author", value, 32)));
                case 3 ->
                    kind = OptionalInt.of(
                            ByteBuffer.wrap(exactly("the kind", value, 4)).getInt());
                default -> {} // by NIP-19, for what may come
            }
        }
        if (special == null) {
            throw new IdentityException(Reason.LENGTH, "this " + decoded.prefix() + " does not say of what it is");
        }
        return switch (decoded.prefix()) {
            case "nprofile" -> new Pointer.Profile(PublicKey.of(exactly("the key", special, 32)), relays);
            case "nevent" -> new Pointer.EventAt(EventId.of(exactly("the id", special, 32)), relays, author, kind);
            default -> {
                if (author.isEmpty() || kind.isEmpty()) {
                    throw new IdentityException(Reason.LENGTH, "an naddr names its author and its kind");
                }
                yield new Pointer.Address(text(special), author.get(), kind.getAsInt(), relays);
            }
        };
    }

    private static byte[] exactly(Bech32.Decoded decoded, int length) throws IdentityException {
        return exactly("an " + decoded.prefix(), decoded.data(), length);
    }

    private static byte[] exactly(String what, byte[] value, int length) throws IdentityException {
        if (value.length != length) {
            throw new IdentityException(Reason.LENGTH, what + " has " + length + " bytes, got " + value.length);
        }
        return value;
    }

    private static Optional<RelayUrl> relay(byte[] value) {
        try {
            return Optional.of(RelayUrl.of(new String(value, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // a stranger's hint that is no address is worth no more than none
        }
    }

    private static String text(byte[] value) throws IdentityException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IdentityException(Reason.CHARACTERS, "the identifier of this naddr is not UTF-8", e);
        }
    }

    private static void field(ByteArrayOutputStream fields, int type, byte[] value) {
        fields.write(type);
        fields.write(value.length);
        fields.writeBytes(value);
    }

    private static boolean isHex(String text) {
        return text.length() == 64 && text.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 0x80);
    }
}
