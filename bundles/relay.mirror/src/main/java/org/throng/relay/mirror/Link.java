// SPDX-License-Identifier: MIT
package org.throng.relay.mirror;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.throng.event.ClientMessage;
import org.throng.event.RelayMessage;

/** A connection to another relay. One thread talks; {@link #wake} and {@link #close} are for any. */
interface Link extends AutoCloseable {
    /** @throws IOException where the connection is over, or takes nothing for half a minute */
    void say(ClientMessage message) throws IOException;

    /**
     * The next message. What is no message of NIP-01 is skipped.
     *
     * @return empty where nothing came in time, or somebody called {@link #wake}
     * @throws IOException where the connection is over and all of it was heard
     */
    Optional<RelayMessage> hear(Duration patience) throws IOException;

    /** Lets {@link #hear} return. */
    void wake();

    @Override
    void close();
}
