// SPDX-License-Identifier: MIT
package org.throng.parcel.profile;

import java.io.ByteArrayOutputStream;
import org.throng.event.MalformedException;

/** Base45 of RFC 9285: bytes in the letters that a QR code holds in five and a half bits each. */
final class Base45 {
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

    private Base45() {}

    static String write(byte[] bytes) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < bytes.length; i += 2) {
            boolean pair = i + 1 < bytes.length;
            int number = pair ? (bytes[i] & 0xff) << 8 | bytes[i + 1] & 0xff : bytes[i] & 0xff;
            for (int digits = pair ? 3 : 2; digits > 0; digits--) {
                out.append(ALPHABET.charAt(number % 45));
                number /= 45;
            }
        }
        return out.toString();
    }

    static byte[] read(String text) throws MalformedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i += 3) {
            int digits = Math.min(3, text.length() - i);
            int number = 0;
            for (int k = digits - 1; k >= 0; k--) {
                int digit = ALPHABET.indexOf(text.charAt(i + k));
                if (digit < 0) {
                    throw new MalformedException("base45 has the 45 characters of RFC 9285");
                }
                number = number * 45 + digit;
            }
            if (digits == 1 || number > (digits == 3 ? 0xffff : 0xff)) {
                throw new MalformedException("base45 has three characters for two bytes, two for the last one");
            }
            if (digits == 3) {
                out.write(number >>> 8);
            }
            out.write(number);
        }
        return out.toByteArray();
    }
}
