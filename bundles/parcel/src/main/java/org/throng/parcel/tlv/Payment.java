// SPDX-License-Identifier: MIT
package org.throng.parcel.tlv;

import java.util.Arrays;
import org.throng.cipher.Bytes;
import org.throng.event.MalformedException;
import org.throng.parcel.Tlv;

/**
 * Type 9: something about money. {@code form u8 | value}; forms: 1 request, 2 invoice, 3 preimage, 4 locked part, 5 stamp.
 * An unknown form means nothing.
 */
public record Payment(int form, byte[] value) {
    public Payment {
        if (form < 0 || form > 0xff) {
            throw new IllegalArgumentException("a form of payment is a number of 8 bits, got " + form);
        }
        value = value.clone();
    }

    /** Reads the value. */
    public static Payment read(byte[] value) throws MalformedException {
        if (value.length == 0) {
            throw new MalformedException("a payment begins with its form");
        }
        return new Payment(value[0] & 0xff, Arrays.copyOfRange(value, 1, value.length));
    }

    /** A copy. */
    @Override
    public byte[] value() {
        return value.clone();
    }

    /** The part of a body. */
    public Tlv tlv() {
        return new Tlv(Tlv.PAYMENT, Bytes.join(new byte[] {(byte) form}, value));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Payment that && form == that.form && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return 31 * form + Arrays.hashCode(value);
    }

    /** Does not show the value: a preimage is a secret. */
    @Override
    public String toString() {
        return "Payment[form " + form + "]";
    }
}
