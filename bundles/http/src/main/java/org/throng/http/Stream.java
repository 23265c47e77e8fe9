// SPDX-License-Identifier: MIT
package org.throng.http;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A body that stays open.
 *
 * <p><b>Threads.</b> Any, at once. No method blocks.
 */
@ProviderType
public interface Stream extends AutoCloseable {
    /**
     * Queues bytes. The queue is bounded.
     *
     * @param bytes must never change
     * @return false where the queue has no room or the client is gone: they will not be sent
     */
    boolean send(byte[] bytes);

    /** Sends what is queued and ends the body. A second call does nothing. */
    @Override
    void close();
}
