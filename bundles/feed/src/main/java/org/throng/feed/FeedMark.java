// SPDX-License-Identifier: MIT
package org.throng.feed;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.throng.cipher.Bytes;
import org.throng.event.MalformedException;
import org.throng.parcel.Label;

/**
 * What a reader proved of a feed and keeps: all that comes later must continue it.
 *
 * <pre>
 * version u8 ‖ length u16 ‖ verifier key ‖ length u16 ‖ checkpoint ‖ length u16 ‖ tick ‖ the crowd, where it was there
 * </pre>
 *
 * @param key the relay's, met first
 * @param head of the ticks
 * @param tick the newest one under that head
 * @param lanes what it says of the crowd that is read
 */
public record FeedMark(VerifierKey key, Checkpoint head, Tick tick, Label label, List<Lane> lanes) {
    private static final byte VERSION = 1;

    public FeedMark {
        lanes = List.copyOf(lanes);
    }

    /** What it says of a lane. */
    public Optional<Lane> lane(long id) {
        return lanes.stream().filter(lane -> lane.id() == id).findFirst();
    }

    public byte[] bytes() {
        byte[] name = key.text().getBytes(StandardCharsets.UTF_8);
        byte[] note = head.text().getBytes(StandardCharsets.UTF_8);
        byte[] entry = tick.bytes();
        return Bytes.join(
                new byte[] {VERSION},
                Bytes.u16(name.length),
                name,
                Bytes.u16(note.length),
                note,
                Bytes.u16(entry.length),
                entry,
                lanes.isEmpty() ? new byte[0] : new Crowd(label, lanes).bytes());
    }

    /** @throws MalformedException for other bytes than those of {@link #bytes} */
    public static FeedMark read(byte[] bytes, Label label) throws MalformedException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            if (in.get() != VERSION) {
                throw new MalformedException("what is kept of a feed is of another version");
            }
            VerifierKey key = VerifierKey.read(new String(part(in), StandardCharsets.UTF_8));
            Checkpoint head = Checkpoint.read(new String(part(in), StandardCharsets.UTF_8));
            Tick tick = Tick.read(part(in));
            byte[] rest = new byte[in.remaining()];
            in.get(rest);
            return new FeedMark(key, head, tick, label, lanes(Crowds.read(rest), label));
        } catch (BufferUnderflowException e) {
            throw new MalformedException("what is kept of a feed is cut off");
        }
    }

    private static byte[] part(ByteBuffer in) {
        byte[] part = new byte[in.getShort() & 0xffff];
        in.get(part);
        return part;
    }

    static List<Lane> lanes(Crowds crowds, Label label) {
        return crowds.all().stream()
                .filter(crowd -> crowd.label().equals(label))
                .findFirst()
                .map(Crowd::lanes)
                .orElse(List.of());
    }
}
