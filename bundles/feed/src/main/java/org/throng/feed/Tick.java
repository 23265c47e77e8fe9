// SPDX-License-Identifier: MIT
package org.throng.feed;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.throng.cipher.Bytes;
import org.throng.event.MalformedException;
import org.throng.parcel.Tlv;

/**
 * An entry of the log {@code ticks}: what a relay says each minute of all its logs (docs/protocol.md, section 8).
 *
 * <pre>
 * tick u64 ‖ depth u8 ‖ mean delay u32 ‖ root 32 ‖ parts, each type u8 ‖ length u16 ‖ value
 * </pre>
 *
 * @param number UNIX time / 60
 * @param depth the deepest crowds that may be in use, bits, 0 to 255; more than 8 counts as 8
 * @param meanDelay seconds, u32
 * @param root of the {@link Crowds}
 * @param parts known and unknown ones; a known type once
 */
public record Tick(long number, int depth, long meanDelay, Hash root, List<Tlv> parts) {
    /** Seconds between two. */
    public static final int SECONDS = 60;

    /** Ticks of a day. */
    public static final int DAY = 1_440;

    /** Ticks between the announcement of a depth and its use, at least. */
    public static final int NOTICE = 14 * DAY;

    /** Type: bits of proof of work that a header needs, u8. */
    public static final int PROOF_TARGET = 1;

    /** Type: the next depth u8, from tick u64. */
    public static final int NEXT_DEPTH = 2;

    /** Type: seconds of the table of bodies, u32. */
    public static final int TABLE_SPAN = 3;

    /** Type: the id of a set of keys for stamps. */
    public static final int STAMPS = 4;

    /** Type: root of the tables of bodies, 32 bytes. */
    public static final int TABLES = 5;

    private static final int HEAD = 8 + 1 + 4 + Hash.LENGTH;
    private static final int MAX_PARTS = 64;
    private static final long MAX_U32 = 0xffffffffL;

    /** A depth that comes. */
    public record Next(int depth, long from) {
        Tlv part() {
            return new Tlv(NEXT_DEPTH, Bytes.join(new byte[] {(byte) depth}, Bytes.u64(from)));
        }
    }

    public Tick {
        parts = List.copyOf(parts);
        if (number < 0 || depth < 0 || depth > 0xff || meanDelay < 0 || meanDelay > MAX_U32) {
            throw new IllegalArgumentException("no tick: " + number + ", depth " + depth + ", mean delay " + meanDelay);
        }
    }

    /** A tick with what is said of the depth to come. */
    public static Tick of(long number, int depth, long meanDelay, Hash root, Optional<Next> next) {
        return new Tick(
                number, depth, meanDelay, root, next.map(Next::part).stream().toList());
    }

    /**
     * The same with what it says of tables of bodies.
     *
     * @param span seconds, u32
     * @param tables the root of {@link Tables}
     */
    public Tick withTables(long span, Hash tables) {
        List<Tlv> more = new ArrayList<>(parts);
        more.add(new Tlv(TABLE_SPAN, Bytes.u32(span)));
        more.add(new Tlv(TABLES, tables.bytes()));
        return new Tick(number, depth, meanDelay, root, more);
    }

    public byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ByteBuffer.allocate(HEAD)
                .putLong(number)
                .put((byte) depth)
                .putInt((int) meanDelay)
                .put(root.bytes())
                .array());
        for (Tlv part : parts) {
            out.write(part.type());
            out.writeBytes(Bytes.u16(part.value().length));
            out.writeBytes(part.value());
        }
        return out.toByteArray();
    }

    public static Tick read(byte[] bytes) throws MalformedException {
        if (bytes.length < HEAD) {
            throw new MalformedException("a tick has at least " + HEAD + " bytes");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        long number = in.getLong();
        if (number < 0) {
            throw new MalformedException("a tick is UNIX time / 60");
        }
        int depth = in.get() & 0xff;
        long meanDelay = in.getInt() & MAX_U32;
        byte[] root = new byte[Hash.LENGTH];
        in.get(root);
        return new Tick(number, depth, meanDelay, Hash.of(root), parts(in));
    }

    private static List<Tlv> parts(ByteBuffer in) throws MalformedException {
        List<Tlv> parts = new ArrayList<>();
        while (in.hasRemaining()) {
            if (in.remaining() < Tlv.HEAD_LENGTH || parts.size() == MAX_PARTS) {
                throw new MalformedException("the parts of a tick end with it, and are at most " + MAX_PARTS);
            }
            int type = in.get() & 0xff;
            int length = in.getShort() & 0xffff;
            if (type == 0 || length > in.remaining()) {
                throw new MalformedException("a part of a tick has a type from 1 on and does not go over the end");
            }
            byte[] value = new byte[length];
            in.get(value);
            check(type, length, parts);
            parts.add(new Tlv(type, value));
        }
        return parts;
    }

    private static void check(int type, int length, List<Tlv> before) throws MalformedException {
        int expected = switch (type) {
            case PROOF_TARGET -> 1;
            case NEXT_DEPTH -> 9;
            case TABLE_SPAN -> 4;
            case TABLES -> Hash.LENGTH;
            default -> length;
        };
        if (length != expected) {
            throw new MalformedException("part " + type + " of a tick has " + expected + " bytes, got " + length);
        }
        if (type <= TABLES && before.stream().anyMatch(part -> part.type() == type)) {
            throw new MalformedException("part " + type + " stands once in a tick");
        }
    }

    /** What is wrong with this tick after another one (docs/protocol.md, sections 7 and 8); empty where nothing is. */
    public Optional<String> contradictionTo(Tick before) {
        if (number <= before.number) {
            return Optional.of("tick " + number + " stands after tick " + before.number);
        }
        Optional<Next> announced = before.next();
        boolean due = announced.isPresent() && number >= announced.get().from();
        int expected = due ? announced.get().depth() : before.depth;
        if (depth != expected) {
            return Optional.of("tick " + number + " has the depth " + depth + ", and " + expected + " was announced");
        }
        if (announced.isPresent() && !due && !next().equals(announced)) {
            return Optional.of("tick " + number + " takes back the depth that was announced");
        }
        boolean fresh = next().isPresent() && !next().equals(announced);
        if (fresh && (next().get().depth() != depth + 1 || next().get().from() < number + NOTICE)) {
            return Optional.of("tick " + number + " announces a depth that is not one more, or not 14 days ahead");
        }
        return Optional.empty();
    }

    /** UTC days since 1970. */
    public long day() {
        return number / DAY;
    }

    /** The depth to come, where one is announced. */
    public Optional<Next> next() {
        return value(NEXT_DEPTH)
                .map(value -> new Next(
                        value[0] & 0xff,
                        ByteBuffer.wrap(Arrays.copyOfRange(value, 1, value.length))
                                .getLong()));
    }

    /** The root of its tables of bodies; empty where the relay keeps none. */
    public Optional<Hash> tables() {
        return value(TABLES).map(Hash::of);
    }

    /** Seconds of the tables of bodies; 0 where the relay keeps none. */
    public long tableSpan() {
        return value(TABLE_SPAN)
                .map(value -> ByteBuffer.wrap(value).getInt() & MAX_U32)
                .orElse(0L);
    }

    /** Bits that a header of this relay must prove; 0 for none. */
    public int proofTarget() {
        return value(PROOF_TARGET).map(value -> value[0] & 0xff).orElse(0);
    }

    private Optional<byte[]> value(int type) {
        return parts.stream()
                .filter(part -> part.type() == type)
                .map(Tlv::value)
                .findFirst();
    }
}
