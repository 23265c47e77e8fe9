// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.throng.transport.Following;

/** Waits for a transport's answer; one that is not waited for any longer is cancelled, and its connection closed. */
final class Answers {
    private Answers() {}

    /** @throws IOException with the transport's own words, or where nothing came in time */
    static <T> T await(CompletableFuture<T> future, Duration limit) throws IOException, InterruptedException {
        try {
            return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause().getMessage()), e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("nothing came within " + limit.toSeconds() + " s", e);
        } finally {
            future.cancel(true);
        }
    }

    /** As above; one that comes at the moment in which it is not waited for any longer is closed. */
    static Following following(CompletableFuture<Following> future, Duration limit)
            throws IOException, InterruptedException {
        Following following = null;
        try {
            following = await(future, limit);
            return following;
        } finally {
            if (following == null) {
                future.thenAccept(Following::close); // nothing where it was cancelled or failed
            }
        }
    }
}
