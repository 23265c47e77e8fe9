// SPDX-License-Identifier: MIT
package org.throng.itests.benchmarks.relay;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.throng.event.Event;
import org.throng.parcel.Header;
import org.throng.parcel.HeaderEvent;
import org.throng.parcel.Label;
import org.throng.parcel.Slot;

/** Posts headers of strangers to a relay, spread over the slots that it takes now. */
final class HeaderLoad {
    private static final int CONNECTIONS = 4;
    private static final int IN_FLIGHT = 128;
    private static final int SLOTS = 3;
    private static final long PATIENCE = 3_600_000;

    private final Random random = new Random(4_610);
    private final int count;
    private int sent;
    private int acknowledged;

    HeaderLoad(int count) {
        this.count = count;
    }

    void post(int port) throws IOException {
        try (Wire wire = new Wire(port)) {
            for (int i = 0; i < CONNECTIONS; i++) {
                Wire.Line line = wire.connect();
                line.onMessage((bytes, from, to) -> {
                    String answer = new String(bytes, from, to - from, StandardCharsets.UTF_8);
                    if (!answer.startsWith("[\"OK\"")) {
                        return;
                    }
                    if (!answer.contains(",true,")) {
                        throw new IOException("a header was not taken: " + answer);
                    }
                    acknowledged++;
                    next(line);
                });
                for (int j = 0; j < IN_FLIGHT; j++) {
                    next(line);
                }
            }
            wire.run("posting headers", PATIENCE, () -> acknowledged == count);
        }
    }

    private void next(Wire.Line line) throws IOException {
        if (sent < count) {
            line.send(Wire.frame("[\"EVENT\"," + event(sent++).json() + "]"));
        }
    }

    private Event event(int number) {
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        byte[] content = new byte[Header.CONTENT_LENGTH];
        random.nextBytes(content);
        Writer stranger = new Writer(secret);
        long now = System.currentTimeMillis() / 1_000;
        Slot slot = Slot.at(now + (1L - number % SLOTS) * Slot.SECONDS - 1);
        return stranger.sign(HeaderEvent.make(Header.of(stranger.key(), content), slot, Label.EVERYBODY));
    }
}
