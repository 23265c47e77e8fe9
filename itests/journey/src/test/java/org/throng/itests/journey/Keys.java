// SPDX-License-Identifier: MIT
package org.throng.itests.journey;

/** Just enough of bech32 to look for a key in other spellings. */
final class Keys {
    private static final String ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

    private Keys() {}

    /** The 64 hex digits of an npub that is known to be right. */
    static String hex(String npub) {
        StringBuilder bits = new StringBuilder();
        String data = npub.substring(5, npub.length() - 6);
        for (int i = 0; i < data.length(); i++) {
            char c = data.charAt(i);
            String five = Integer.toBinaryString(ALPHABET.indexOf(c) + 32).substring(1);
            bits.append(five);
        }
        StringBuilder hex = new StringBuilder();
        for (int i = 0; i < 64; i++) {
            hex.append(Character.forDigit(Integer.parseInt(bits.substring(4 * i, 4 * i + 4), 2), 16));
        }
        return hex.toString();
    }

    /** The data characters of 32 bytes in bech32, without prefix and checksum, but for the last, which has padding. */
    static String bech32Data(String hex) {
        StringBuilder bits = new StringBuilder();
        for (int i = 0; i < hex.length(); i++) {
            char c = hex.charAt(i);
            bits.append(Integer.toBinaryString(Character.digit(c, 16) + 16).substring(1));
        }
        StringBuilder data = new StringBuilder();
        for (int i = 0; i + 5 <= bits.length(); i += 5) {
            data.append(ALPHABET.charAt(Integer.parseInt(bits.substring(i, i + 5), 2)));
        }
        return data.toString();
    }
}
