// SPDX-License-Identifier: MIT
package org.throng.feed;

import java.nio.ByteBuffer;
import org.throng.cipher.Bytes;
import org.throng.parcel.Label;

/**
 * What a tick says of the table of bodies of one crowd; a leaf of the tree whose root stands in the tick.
 *
 * <pre>
 * label ‖ rows u32 ‖ root 32
 * </pre>
 *
 * @param rows at least one, below 2^31
 * @param root of the RFC 6962 tree whose leaves are the ids, 32 bytes each, in their order as bytes
 */
public record Table(Label label, int rows, Hash root) {
    /** Rows of a document of rows; the last one has fewer. */
    public static final int ROWS_TOGETHER = 256;

    /** Ids of a document of ids; the last one has fewer. */
    public static final int IDS_TOGETHER = 4_096;

    public Table {
        if (rows < 1) {
            throw new IllegalArgumentException("a table has a row at least, got " + rows);
        }
    }

    public byte[] bytes() {
        return Bytes.join(
                Bytes.ascii(label.text()),
                ByteBuffer.allocate(Integer.BYTES).putInt(rows).array(),
                root.bytes());
    }

    /** Where documents of ids lie, below {@link LogName#ROOT}. */
    public static String ids(Label label, long tick, int n) {
        return folder(label, tick) + "ids/" + n;
    }

    /** Where documents of rows lie. */
    public static String rows(Label label, long tick, int n) {
        return folder(label, tick) + "rows/" + n;
    }

    private static String folder(Label label, long tick) {
        return label.text().replace(':', '_') + "/table/" + tick + "/";
    }
}
