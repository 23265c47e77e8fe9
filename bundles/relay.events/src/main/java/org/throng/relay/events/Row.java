// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.throng.event.Event;
import org.throng.event.EventJson;
import org.throng.event.EventReader;
import org.throng.event.MalformedException;
import org.throng.store.StoreException;

/**
 * An event as it lies in the store: what is needed to serve it without reading its JSON stands before it.
 *
 * @param expiration UNIX seconds, {@link Expiration#NEVER} for none
 * @param kind 0 to 65,535
 * @param json UTF-8, compact; shared and never changed
 */
record Row(long expiration, int kind, byte[] json) {
    private static final int HEAD = Long.BYTES + Short.BYTES;

    /** @throws MalformedException where its expiration is none */
    static Row of(Event event) throws MalformedException {
        return new Row(Expiration.of(event), event.kind(), event.json().getBytes(StandardCharsets.UTF_8));
    }

    static Row read(byte[] value) {
        ByteBuffer in = ByteBuffer.wrap(value);
        return new Row(in.getLong(), in.getShort() & 0xffff, Arrays.copyOfRange(value, HEAD, value.length));
    }

    byte[] bytes() {
        return ByteBuffer.allocate(HEAD + json.length)
                .putLong(expiration)
                .putShort((short) kind)
                .put(json)
                .array();
    }

    boolean isOver(long now) {
        return now >= expiration;
    }

    /** UNIX seconds; read without the rest. */
    long createdAt() {
        return EventJson.createdAt(json);
    }

    /** Reads the JSON. */
    Event event() throws StoreException {
        try {
            return EventReader.event(new String(json, StandardCharsets.UTF_8));
        } catch (MalformedException e) {
            throw new StoreException("the store holds an event that is none: it was damaged by something else", e);
        }
    }
}
