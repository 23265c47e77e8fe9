// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.throng.cipher.Bytes;
import org.throng.cipher.Sha256;
import org.throng.curve.PublicKey;
import org.throng.event.Event;
import org.throng.event.EventId;

/**
 * Where everything lies in the store. The first byte says what it is:
 *
 * <pre>
 * e ‖ id 32                                   expiration i64 ‖ kind u16 ‖ JSON       the event
 * t ‖ place                                                                          all events
 * a ‖ author 32 ‖ place                                                              of an author
 * k ‖ kind u16 ‖ place                                                               of a kind
 * b ‖ author 32 ‖ kind u16 ‖ place                                                   of both
 * g ‖ letter 1 ‖ value 16 ‖ place                                                    with a tag
 * f ‖ letter 1 ‖ value 16 ‖ kind u16 ‖ place                                         with a tag, of a kind
 * r ‖ address                                 created_at i64 ‖ id 32                 the newest version
 * A ‖ address                                 created_at i64                         deleted up to
 * D ‖ id 32 ‖ author 32                                                              deleted by
 * V ‖ author 32                               until i64                              vanished up to
 * W ‖ author 32                               until i64                              is being erased up to
 * h ‖ author 32                               until i64                              its one header was seen
 * x ‖ time u64 ‖ key                                                                 erase this at that time
 * n                                           number of events i64
 * l ‖ name                                    nothing: this ledger has all events
 * L ‖ name ‖ /                                what this ledger keeps
 * y                                           when it was last tried whether the disk takes anything i64
 * place   = inverted created_at 8 ‖ id 32
 * address = kind u16 ‖ author 32 ‖ d 16
 * </pre>
 *
 * Created_at stands inverted, so that a scan forward meets the newest event first and the lowest id first among equals:
 * the order of NIP-01. Values of tags stand as the first 16 bytes of their SHA-256: they may be of any length.
 */
final class Keys {
    static final int PLACE = 40;
    static final byte[] COUNT = {'n'};
    static final byte[] PROBE = {'y'};
    static final byte EVENT = 'e';

    private static final int VALUE = 16;
    private static final int ID = EventId.LENGTH;

    private Keys() {}

    static byte[] event(byte[] id) {
        return ByteBuffer.allocate(1 + ID).put(EVENT).put(id).array();
    }

    static byte[] place(long createdAt, byte[] id) {
        return ByteBuffer.allocate(PLACE).putLong(inverted(createdAt)).put(id).array();
    }

    /** Larger times come first; i64 as unsigned bytes. */
    private static long inverted(long createdAt) {
        return ~(createdAt ^ Long.MIN_VALUE);
    }

    static long createdAt(byte[] place) {
        return ~ByteBuffer.wrap(place).getLong() ^ Long.MIN_VALUE;
    }

    static byte[] id(byte[] place) {
        return Arrays.copyOfRange(place, Long.BYTES, PLACE);
    }

    static byte[] all() {
        return new byte[] {'t'};
    }

    static byte[] author(PublicKey author) {
        return ByteBuffer.allocate(33).put((byte) 'a').put(author.bytes()).array();
    }

    static byte[] kind(int kind) {
        return ByteBuffer.allocate(3).put((byte) 'k').putShort((short) kind).array();
    }

    static byte[] authorAndKind(PublicKey author, int kind) {
        return ByteBuffer.allocate(35)
                .put((byte) 'b')
                .put(author.bytes())
                .putShort((short) kind)
                .array();
    }

    static byte[] tag(char letter, String value) {
        return ByteBuffer.allocate(2 + VALUE)
                .put((byte) 'g')
                .put((byte) letter)
                .put(shortened(value))
                .array();
    }

    static byte[] tagAndKind(char letter, String value, int kind) {
        return ByteBuffer.allocate(4 + VALUE)
                .put((byte) 'f')
                .put((byte) letter)
                .put(shortened(value))
                .putShort((short) kind)
                .array();
    }

    private static byte[] shortened(String value) {
        return Arrays.copyOf(Sha256.of(value.getBytes(StandardCharsets.UTF_8)), VALUE);
    }

    /** The keys under which an event is found; their values are empty. */
    static List<byte[]> indexes(Event event) {
        Set<byte[]> prefixes = new TreeSet<>(Arrays::compareUnsigned); // a tag may stand twice
        prefixes.add(all());
        prefixes.add(author(event.pubkey()));
        prefixes.add(kind(event.kind()));
        prefixes.add(authorAndKind(event.pubkey(), event.kind()));
        for (List<String> tag : event.tags()) {
            if (tag.size() > 1 && isLetter(tag.get(0))) {
                char letter = tag.get(0).charAt(0);
                prefixes.add(tag(letter, tag.get(1)));
                prefixes.add(tagAndKind(letter, tag.get(1), event.kind()));
            }
        }
        byte[] place = place(event.createdAt(), event.id().bytes());
        List<byte[]> keys = new ArrayList<>();
        prefixes.forEach(prefix -> keys.add(join(prefix, place)));
        return keys;
    }

    private static boolean isLetter(String name) {
        return name.length() == 1 && name.matches("[a-zA-Z]");
    }

    static byte[] newest(Address address) {
        return address('r', address);
    }

    static byte[] deletedUpTo(Address address) {
        return address('A', address);
    }

    private static byte[] address(char what, Address address) {
        return ByteBuffer.allocate(35 + VALUE)
                .put((byte) what)
                .putShort((short) address.kind())
                .put(address.author().bytes())
                .put(shortened(address.d()))
                .array();
    }

    static byte[] deletedBy(EventId id, PublicKey author) {
        return ByteBuffer.allocate(1 + ID + PublicKey.LENGTH)
                .put((byte) 'D')
                .put(id.bytes())
                .put(author.bytes())
                .array();
    }

    static byte[] vanished(PublicKey author) {
        return ByteBuffer.allocate(33).put((byte) 'V').put(author.bytes()).array();
    }

    static byte[] vanishing(PublicKey author) {
        return ByteBuffer.allocate(33).put((byte) 'W').put(author.bytes()).array();
    }

    static byte[] headerOf(PublicKey author) {
        return ByteBuffer.allocate(33).put((byte) 'h').put(author.bytes()).array();
    }

    static byte[] complete(String ledger) {
        return Bytes.ascii("l" + ledger);
    }

    static byte[] ledger(String name) {
        return Bytes.ascii("L" + name + "/");
    }

    /** @param time at least 0 */
    static byte[] eraseAt(long time, byte[] key) {
        return ByteBuffer.allocate(1 + Long.BYTES + key.length)
                .put((byte) 'x')
                .putLong(time)
                .put(key)
                .array();
    }

    static byte[] erased(byte[] eraseKey) {
        return Arrays.copyOfRange(eraseKey, 1 + Long.BYTES, eraseKey.length);
    }

    static byte[] number(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    static long number(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getLong();
    }

    static byte[] join(byte[] prefix, byte[] rest) {
        byte[] joined = Arrays.copyOf(prefix, prefix.length + rest.length);
        System.arraycopy(rest, 0, joined, prefix.length, rest.length);
        return joined;
    }

    /** The first key from {@code seconds} on downwards in time. */
    static byte[] notAfter(byte[] prefix, long seconds) {
        return ByteBuffer.allocate(prefix.length + Long.BYTES)
                .put(prefix)
                .putLong(inverted(seconds))
                .array();
    }

    /** Above every key of {@code seconds} and later. */
    static byte[] notBefore(byte[] prefix, long seconds) {
        byte[] above = new byte[ID + 1];
        Arrays.fill(above, (byte) 0xff);
        return ByteBuffer.allocate(prefix.length + Long.BYTES + above.length)
                .put(prefix)
                .putLong(inverted(seconds))
                .put(above)
                .array();
    }
}
