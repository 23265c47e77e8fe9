// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.throng.event.Event;
import org.throng.event.MalformedException;
import org.throng.parcel.Header;
import org.throng.parcel.HeaderEvent;
import org.throng.parcel.Label;
import org.throng.scheme.Sighting;

/** Headers on their way from a relay to the scan: out of its events, and as they are kept meanwhile. */
final class Sightings {
    /** A plain relay's header counts while its created_at lies so far back, in seconds. */
    static final long OLDEST = 2_592_000;

    /** The one crowd that is read. */
    static final Label LABEL = Label.EVERYBODY;

    private static final long AHEAD = 1_200;
    private static final byte VERSION = 1;
    private static final int LENGTH = Header.LENGTH + Short.BYTES;

    private Sightings() {}

    /**
     * The headers of events whose time counts, each once.
     *
     * @param now UNIX seconds
     */
    static List<Sighting> of(List<Event> events, long now) {
        List<Sighting> sightings = new ArrayList<>();
        for (Event event : new LinkedHashSet<>(events)) {
            if (event.createdAt() < now - OLDEST || event.createdAt() > now + AHEAD) {
                continue;
            }
            try {
                HeaderEvent header = HeaderEvent.read(event);
                sightings.add(new Sighting(
                        header.header(), header.label(), header.slot().day()));
            } catch (MalformedException e) {
                throw new IllegalStateException("a transport lets no such header through", e);
            }
        }
        return sightings;
    }

    /** {@code u8 version || (record 128 || u16 log day) …}. */
    static byte[] bytes(List<Sighting> sightings) {
        ByteBuffer out = ByteBuffer.allocate(1 + LENGTH * sightings.size()).put(VERSION);
        for (Sighting sighting : sightings) {
            out.put(sighting.header().bytes()).putShort((short) sighting.logDay());
        }
        return out.array();
    }

    /** @throws IOException where the bytes are not those of this version */
    static List<Sighting> read(byte[] bytes) throws IOException {
        if (bytes.length % LENGTH != 1 || bytes[0] != VERSION) {
            throw new IOException("headers that wait for the scan are not in the form of this version");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
        List<Sighting> sightings = new ArrayList<>();
        while (in.hasRemaining()) {
            byte[] record = new byte[Header.LENGTH];
            in.get(record);
            sightings.add(new Sighting(Header.of(record), LABEL, in.getShort() & 0xffff));
        }
        return sightings;
    }
}
