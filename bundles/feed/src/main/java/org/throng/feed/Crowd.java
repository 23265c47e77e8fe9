// SPDX-License-Identifier: MIT
package org.throng.feed;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.throng.cipher.Bytes;
import org.throng.parcel.Label;

/**
 * What a tick says of one crowd; a leaf of the tree whose root stands in the tick.
 *
 * <pre>
 * label ‖ lanes u16 ‖ lanes × (lane u32 ‖ minimum index u64 ‖ size u64 ‖ root 32)
 * </pre>
 *
 * @param lanes 1 to 65,535, by their ids, ascending
 */
public record Crowd(Label label, List<Lane> lanes) {
    static final int LANE_LENGTH = 4 + 8 + 8 + Hash.LENGTH;
    private static final int MAX_LANES = 0xffff;

    public Crowd {
        lanes = List.copyOf(lanes);
        if (lanes.isEmpty() || lanes.size() > MAX_LANES) {
            throw new IllegalArgumentException("a crowd has 1 to 65535 lanes, got " + lanes.size());
        }
        for (int i = 1; i < lanes.size(); i++) {
            if (lanes.get(i - 1).id() >= lanes.get(i).id()) {
                throw new IllegalArgumentException("lanes stand in order, each once");
            }
        }
    }

    public byte[] bytes() {
        byte[] name = Bytes.ascii(label.text());
        ByteBuffer out = ByteBuffer.allocate(name.length + 2 + lanes.size() * LANE_LENGTH)
                .put(name)
                .putShort((short) lanes.size());
        for (Lane lane : lanes) {
            out.putInt((int) lane.id())
                    .putLong(lane.minimum())
                    .putLong(lane.size())
                    .put(lane.root().bytes());
        }
        return out.array();
    }

    public Optional<Lane> lane(long id) {
        return lanes.stream().filter(lane -> lane.id() == id).findFirst();
    }
}
