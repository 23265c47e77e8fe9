// SPDX-License-Identifier: MIT
package org.throng.parcel.tlv;

import java.util.Arrays;
import org.throng.event.MalformedException;
import org.throng.parcel.Tlv;

/** Type 5: a signed note of a relay's ticks, gossiped. At most 1,500 bytes; what it says is for the feed to check. */
public record Checkpoint(byte[] note) {
    private static final int MAX_LENGTH = 1_500;
    private static final String FORM = "a checkpoint has at most 1500 bytes";

    public Checkpoint {
        if (note.length > MAX_LENGTH) {
            throw new IllegalArgumentException(FORM);
        }
        note = note.clone();
    }

    /** Reads the value. */
    public static Checkpoint read(byte[] value) throws MalformedException {
        if (value.length > MAX_LENGTH) {
            throw new MalformedException(FORM);
        }
        return new Checkpoint(value);
    }

    /** A copy. */
    @Override
    public byte[] note() {
        return note.clone();
    }

    /** The part of a body. */
    public Tlv tlv() {
        return new Tlv(Tlv.CHECKPOINT, note);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Checkpoint that && Arrays.equals(note, that.note);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(note);
    }

    @Override
    public String toString() {
        return "Checkpoint[" + note.length + " bytes]";
    }
}
