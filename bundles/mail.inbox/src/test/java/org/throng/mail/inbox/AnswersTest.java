// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.throng.transport.Following;

/** What is not waited for any longer leaves no connection open. */
class AnswersTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final AtomicBoolean closed = new AtomicBoolean();
    private final Following following = () -> closed.set(true);

    @Test
    void followingThatCameTogetherWithTheInterruptIsClosed() {
        CompletableFuture<Following> late = new CompletableFuture<>() {
            @Override
            public Following get(long limit, TimeUnit unit) throws InterruptedException {
                complete(following);
                throw new InterruptedException();
            }
        };
        assertThrows(InterruptedException.class, () -> Answers.following(late, LONG));
        assertTrue(closed.get());
    }

    @Test
    void followingThatIsGivenIsOpen() throws Exception {
        assertTrue(Answers.following(CompletableFuture.completedFuture(following), LONG) == following);
        assertFalse(closed.get());
    }

    @Test
    void questionThatIsNotWaitedForIsCancelled() {
        CompletableFuture<Following> never = new CompletableFuture<>();
        assertThrows(IOException.class, () -> Answers.following(never, Duration.ofMillis(1)));
        assertTrue(never.isCancelled());
        assertFalse(closed.get());
    }
}
