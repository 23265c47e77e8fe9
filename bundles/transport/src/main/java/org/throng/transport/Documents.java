// SPDX-License-Identifier: MIT
package org.throng.transport;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Static documents that a relay serves over HTTP, while they are downloaded.
 *
 * <p><b>Promises.</b> Every future completes, at the latest when the variant's time limit is over. No redirect is followed. What
 * a document says was not checked.
 *
 * <p><b>Observers.</b> The relay learns which documents this address wants. All of them come over connections that serve nothing
 * else and are closed with this; nothing in them tells of another download.
 *
 * <p><b>Threads.</b> Any.
 */
public interface Documents extends AutoCloseable {
    /**
     * A document; empty where the relay says that there is none.
     *
     * @param path behind {@code PREFIX/throng/v1/}
     * @param longest bytes; a longer one fails
     */
    CompletableFuture<Optional<byte[]>> get(String path, int longest);

    /** Ends what is under way. */
    @Override
    void close();
}
