// SPDX-License-Identifier: MIT
package org.throng.relay.feed;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.throng.feed.Checkpoint;
import org.throng.feed.Crowds;
import org.throng.feed.Lane;
import org.throng.feed.LogName;
import org.throng.feed.Tick;
import org.throng.parcel.Label;

/**
 * What the last tick made known: nothing beyond it is served.
 *
 * @param ticks how many there are
 * @param checkpoint of them, signed
 * @param tables of bodies, of which the tick says the root
 */
record Published(
        Tick tick,
        Crowds crowds,
        long ticks,
        byte[] checkpoint,
        Map<Label, TableFile> tables,
        Map<LogName, byte[]> checkpoints) {
    Published(Tick tick, Crowds crowds, long ticks, byte[] checkpoint, Map<Label, TableFile> tables) {
        this(tick, crowds, ticks, checkpoint, tables, new ConcurrentHashMap<>());
    }

    /** The signed head of one log, made when somebody asks for it. */
    byte[] checkpoint(LogName log, Lane lane, TicksKey key) {
        return checkpoints.computeIfAbsent(
                log,
                name -> key.sign(new Checkpoint(log.origin(key.name()), lane.size(), lane.root()))
                        .bytes());
    }
}
