// SPDX-License-Identifier: MIT
package org.throng.relay.feed;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.throng.cipher.Bytes;
import org.throng.feed.LogName;
import org.throng.parcel.Label;

/**
 * Where the feed lies in the relay's store, behind the prefix of its account:
 *
 * <pre>
 * r ‖ log ‖ index u64              an entry of the bundle that is not full
 * b ‖ log ‖ n u64                  time u64 ‖ a full bundle, as it is served
 * h ‖ log ‖ level u8 ‖ index u64   hash 32, of level 1 and above
 * l ‖ log                          size u64 ‖ time u64                  a log and when it grew last
 * m ‖ log                          minimum index u64
 * c ‖ tick u64                     the crowds of a tick, where they differ from the tick before
 * e ‖ E 32                         nothing: a record of this key is in a log
 * w ‖ depth u8 ‖ bits u8 ‖ id 32  the row of a body that is in no table's file yet
 * log = depth u8 ‖ bits u8 ‖ lane u32; ff × 6 is the log of ticks
 * </pre>
 */
final class FeedKeys {
    private static final int LOG = 6;
    private static final int CROWD = 2;
    private static final byte[] TICKS = {-1, -1, -1, -1, -1, -1};

    private final byte[] prefix;

    FeedKeys(byte[] prefix) {
        this.prefix = prefix.clone();
    }

    static byte[] ticks() {
        return TICKS.clone();
    }

    static byte[] log(LogName name) {
        String bits = name.label().text().substring(3);
        return ByteBuffer.allocate(LOG)
                .put((byte) bits.length())
                .put((byte) (bits.isEmpty() ? 0 : Integer.parseInt(bits, 2)))
                .putInt((int) name.lane())
                .array();
    }

    /** The name of a log that {@link #log} gave these bytes; of ticks there is none. */
    static LogName name(byte[] log) {
        ByteBuffer in = ByteBuffer.wrap(log);
        int depth = in.get();
        int bits = in.get() & 0xff;
        StringBuilder label = new StringBuilder("0").append(depth).append(':');
        for (int bit = depth - 1; bit >= 0; bit--) {
            label.append(bits >> bit & 1);
        }
        return new LogName(new Label(label.toString()), in.getInt() & 0xffffffffL);
    }

    private byte[] key(char what, byte[]... rest) {
        return Bytes.join(prefix, new byte[] {(byte) what}, Bytes.join(rest));
    }

    byte[] entry(byte[] log, long index) {
        return key('r', log, Bytes.u64(index));
    }

    byte[] bundle(byte[] log, long n) {
        return key('b', log, Bytes.u64(n));
    }

    byte[] hash(byte[] log, int level, long index) {
        return key('h', log, new byte[] {(byte) level}, Bytes.u64(index));
    }

    byte[] size(byte[] log) {
        return key('l', log);
    }

    byte[] minimum(byte[] log) {
        return key('m', log);
    }

    byte[] crowds(long tick) {
        return key('c', Bytes.u64(tick));
    }

    byte[] entered(byte[] e) {
        return key('e', e);
    }

    /** A body that waits for its table. */
    byte[] body(Label label, byte[] id) {
        return key('w', Arrays.copyOf(log(new LogName(label, 0)), CROWD), id);
    }

    /** Where they begin and end. */
    byte[][] bodies() {
        return new byte[][] {key('w'), key('x')};
    }

    Label labelOfBody(byte[] key) {
        return name(Arrays.copyOf(Arrays.copyOfRange(key, prefix.length + 1, prefix.length + 1 + CROWD), LOG))
                .label();
    }

    byte[] idOfBody(byte[] key) {
        return Arrays.copyOfRange(key, prefix.length + 1 + CROWD, key.length);
    }

    /** Where the logs begin and end. */
    byte[][] sizes() {
        return new byte[][] {key('l'), key('m')};
    }

    byte[] logOfSize(byte[] key) {
        byte[] log = new byte[LOG];
        System.arraycopy(key, key.length - LOG, log, 0, LOG);
        return log;
    }

    /** The number at the end of a key. */
    static long last(byte[] key) {
        return ByteBuffer.wrap(key, key.length - Long.BYTES, Long.BYTES).getLong();
    }

    static long number(byte[] value) {
        return ByteBuffer.wrap(value).getLong();
    }
}
