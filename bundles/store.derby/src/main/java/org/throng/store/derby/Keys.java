// SPDX-License-Identifier: MIT
package org.throng.store.derby;

import java.util.Arrays;

/**
 * Keys as Derby can order them.
 *
 * <p>Derby pads the shorter of two binary strings with 0x20 before it compares them, so {@code 61}, {@code 61 20} and
 * even {@code 61 1f} would come out equal or in the wrong order. Written so that no key begins another one, they are
 * never padded: each 0x00 becomes {@code 00 ff}, and {@code 00 00} ends the key. The order stays that of the bytes.
 */
final class Keys {
    private Keys() {}

    static byte[] encode(byte[] key) {
        int zeros = 0;
        for (byte b : key) {
            zeros += b == 0 ? 1 : 0;
        }
        byte[] encoded = new byte[key.length + zeros + 2];
        int at = 0;
        for (byte b : key) {
            encoded[at++] = b;
            if (b == 0) {
                encoded[at++] = (byte) 0xff;
            }
        }
        return encoded;
    }

    static byte[] decode(byte[] encoded) {
        byte[] key = new byte[encoded.length - 2];
        int length = 0;
        for (int at = 0; at < encoded.length - 2; at++) {
            key[length++] = encoded[at];
            if (encoded[at] == 0) {
                at++; // the ff that every zero brings with it
            }
        }
        return Arrays.copyOf(key, length);
    }
}
