// SPDX-License-Identifier: MIT
package org.throng.cipher;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Byte strings as the specifications write them: joined with a double bar, printed as lower-case hex. */
public final class Bytes {
    private static final HexFormat HEX = HexFormat.of();

    private Bytes() {}

    /** The parts, one after the other. */
    public static byte[] join(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length = Math.addExact(length, part.length);
        }
        byte[] joined = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, joined, at, part.length);
            at += part.length;
        }
        return joined;
    }

    /** The ASCII bytes of a constant of the protocol. */
    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Big-endian, two bytes. */
    public static byte[] u16(int value) {
        return new byte[] {(byte) (value >>> 8), (byte) value};
    }

    /** Big-endian, four bytes. */
    public static byte[] u32(long value) {
        return new byte[] {(byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value};
    }

    /** Big-endian, eight bytes. */
    public static byte[] u64(long value) {
        return join(u32(value >>> 32), u32(value));
    }

    /** Lower-case hex. */
    public static String hex(byte[] bytes) {
        return HEX.formatHex(bytes);
    }

    /**
     * The bytes of lower-case hex of exactly {@code length} bytes.
     *
     * @throws IllegalArgumentException for any other spelling; the message does not repeat the text
     */
    public static byte[] fromHex(String text, int length) {
        if (text.length() != 2 * length) {
            throw new IllegalArgumentException(
                    "expected " + 2 * length + " hex digits, got " + text.length() + " characters");
        }
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            int value = digit(text.charAt(2 * i)) << 4 | digit(text.charAt(2 * i + 1));
            if (value < 0) {
                throw new IllegalArgumentException("expected lower-case hex digits only");
            }
            bytes[i] = (byte) value;
        }
        return bytes;
    }

    /** Whether these are lower-case hex digits, and nothing else. */
    public static boolean isHex(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (digit(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    /** 0 to 15, -1 for what is none. */
    private static int digit(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    }
}
