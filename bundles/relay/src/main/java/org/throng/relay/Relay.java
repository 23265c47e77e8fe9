// SPDX-License-Identifier: MIT
package org.throng.relay;

import java.io.IOException;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A relay of this process, as its operator sees it.
 *
 * <p><b>Observers.</b> Numbers only; nothing here says who reads or writes what.
 *
 * <p><b>Threads.</b> Any.
 */
@ProviderType
public interface Relay {
    /** The name of the {@code Listener} that it is reached by. */
    String listener();

    /** How it is now. @throws IOException where the disk does not answer */
    Stats stats() throws IOException;

    /**
     * Gives the room of erased events back to the disk. May take minutes; clients wait meanwhile.
     *
     * @return bytes that the store is smaller by, at least 0
     * @throws IOException where the disk does not answer or has not the room to write the store anew
     */
    long compact() throws IOException;

    /**
     * Numbers of a relay.
     *
     * @param version of the software
     * @param events stored, expired ones included that were not swept yet
     * @param bytes of the store's files
     * @param connections open now
     * @param subscriptions open now
     * @param accepted events since the start, duplicates not counted
     * @param refused events since the start
     * @param sent events since the start, to all clients together
     */
    record Stats(
            String version,
            long events,
            long bytes,
            int connections,
            int subscriptions,
            long accepted,
            long refused,
            long sent) {}
}
