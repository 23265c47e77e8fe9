// SPDX-License-Identifier: MIT
package org.throng.parcel.tlv;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.throng.event.MalformedException;
import org.throng.event.RelayUrl;
import org.throng.parcel.Tlv;

/** Type 13: where to answer. {@code ws://} or {@code wss://}, 6 to 120 bytes, all 0x21 to 0x7e. */
public record ReplyRelay(String url) {
    private static final int MIN_LENGTH = 6;
    private static final int MAX_LENGTH = 120;
    private static final String FORM = "a reply relay is a ws:// or wss:// URL of 6 to 120 printable characters";

    public ReplyRelay {
        if (!isValid(url)) {
            throw new IllegalArgumentException(FORM);
        }
    }

    /** Reads the value. */
    public static ReplyRelay read(byte[] value) throws MalformedException {
        String url = new String(value, StandardCharsets.ISO_8859_1);
        if (!isValid(url)) {
            throw new MalformedException(FORM);
        }
        return new ReplyRelay(url);
    }

    /** The part for this relay; empty where its address is too long for one. */
    public static Optional<ReplyRelay> of(RelayUrl relay) {
        return isValid(relay.toString()) ? Optional.of(new ReplyRelay(relay.toString())) : Optional.empty();
    }

    /** The relay; empty where the characters are right and make no address. */
    public Optional<RelayUrl> relay() {
        try {
            return Optional.of(RelayUrl.of(url));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isValid(String url) {
        return url.length() >= MIN_LENGTH
                && url.length() <= MAX_LENGTH
                && (url.startsWith("ws://") || url.startsWith("wss://"))
                && url.chars().allMatch(c -> c >= 0x21 && c <= 0x7e);
    }

    /** The part of a body. */
    public Tlv tlv() {
        return new Tlv(Tlv.REPLY_RELAY, url.getBytes(StandardCharsets.US_ASCII));
    }
}
