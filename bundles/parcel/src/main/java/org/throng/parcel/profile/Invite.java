// SPDX-License-Identifier: MIT
package org.throng.parcel.profile;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.throng.cipher.Bytes;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.curve.Signature;
import org.throng.event.Event;
import org.throng.event.MalformedException;

/**
 * A whole profile event as a link or as the text of a QR code: who takes it need not ask a relay for the profile, which would
 * show the relay whom they are about to write to (docs/protocol.md, section 3).
 *
 * <pre>
 * version u8 = 1 | npub 32 | created_at u64 | signature 64 | content, deflated (RFC 1951)
 * </pre>
 *
 * In a link these bytes stand after {@code throng:} in base64url without padding (RFC 4648), in a QR code after {@code
 * THRONG:} in base45 (RFC 9285).
 */
public record Invite(Event profile) {
    /** Characters of a text at most. */
    public static final int MAX_TEXT = 8_192;

    private static final String LINK = "throng:";
    private static final String CODE = "THRONG:";
    private static final byte VERSION = 1;
    private static final int HEAD_LENGTH = 1 + PublicKey.LENGTH + 8 + Signature.LENGTH;
    private static final int MAX_CONTENT = 16_384;
    private static final String FORM = "an invite is 'throng:' or 'THRONG:' and one profile that its owner signed";

    /** Whether a text is to be read as an invite; that it is a right one is not said. */
    public static boolean isInvite(String text) {
        return text.regionMatches(true, 0, LINK, 0, LINK.length());
    }

    /** The link. */
    public String link() {
        return LINK + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes());
    }

    /** The text of a QR code, in its alphanumeric mode. */
    public String code() {
        return CODE + Base45.write(bytes());
    }

    private byte[] bytes() {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try {
            deflater.setInput(profile.content().getBytes(StandardCharsets.UTF_8));
            deflater.finish();
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            byte[] buffer = new byte[1_024];
            while (!deflater.finished()) {
                content.write(buffer, 0, deflater.deflate(buffer));
            }
            return Bytes.join(
                    new byte[] {VERSION},
                    profile.pubkey().bytes(),
                    Bytes.u64(profile.createdAt()),
                    profile.signature().bytes(),
                    content.toByteArray());
        } finally {
            deflater.end();
        }
    }

    /**
     * Reads either form, and checks signature and profile.
     *
     * @throws MalformedException with what was expected
     */
    public static Invite read(Curve curve, String text) throws MalformedException {
        if (text.length() > MAX_TEXT || !isInvite(text)) {
            throw new MalformedException(FORM);
        }
        byte[] bytes = text.startsWith(CODE) ? Base45.read(text.substring(CODE.length())) : base64(text);
        if (bytes.length <= HEAD_LENGTH || bytes[0] != VERSION) {
            throw new MalformedException(FORM + ", of version 1");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        in.get();
        byte[] npub = new byte[PublicKey.LENGTH];
        in.get(npub);
        long createdAt = in.getLong();
        byte[] signature = new byte[Signature.LENGTH];
        in.get(signature);
        String content = inflated(Arrays.copyOfRange(bytes, HEAD_LENGTH, bytes.length));
        if (createdAt < 0) {
            throw new MalformedException(FORM);
        }
        Event.Unsigned unsigned = new Event.Unsigned(PublicKey.of(npub), createdAt, Profile.KIND, List.of(), content);
        Event event = new Event(
                unsigned.id(), unsigned.pubkey(), createdAt, Profile.KIND, List.of(), content, Signature.of(signature));
        if (!event.isSigned(curve)) {
            throw new MalformedException("the signature of this invite is not its owner's: it was changed or cut");
        }
        Profile.read(curve, event);
        return new Invite(event);
    }

    private static byte[] base64(String text) throws MalformedException {
        try {
            return Base64.getUrlDecoder().decode(text.substring(LINK.length()));
        } catch (IllegalArgumentException e) {
            throw new MalformedException("an invite link is 'throng:' and base64url without padding");
        }
    }

    private static String inflated(byte[] deflated) throws MalformedException {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(deflated);
            byte[] content = new byte[MAX_CONTENT];
            int length = 0;
            while (!inflater.finished()) {
                int more = inflater.inflate(content, length, content.length - length);
                if (more == 0 && !inflater.finished()) {
                    throw new MalformedException("an invite holds one whole profile of at most 16 KiB");
                }
                length += more;
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content, 0, length))
                    .toString();
        } catch (DataFormatException | CharacterCodingException e) {
            throw new MalformedException("an invite holds one whole profile of at most 16 KiB");
        } finally {
            inflater.end();
        }
    }

    /** Does not say whose it is. */
    @Override
    public String toString() {
        return "Invite[hidden]";
    }
}
