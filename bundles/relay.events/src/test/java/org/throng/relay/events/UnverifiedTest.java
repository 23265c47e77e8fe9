// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class UnverifiedTest {
    private final Unverified queue = new Unverified(200);

    private static Arrival arrival() {
        return new Arrival(null, null, (accepted, text) -> {});
    }

    private void add(int count) {
        for (int i = 0; i < count; i++) {
            queue.add(arrival());
        }
    }

    private CompletableFuture<List<Arrival>> taken() {
        CompletableFuture<List<Arrival>> taken = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                taken.complete(queue.take());
            } catch (InterruptedException e) {
                taken.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return taken;
    }

    @Test
    void oneTakesAllThatWait() throws Exception {
        add(50);
        assertEquals(50, queue.take().size());
        assertEquals(0, queue.size());
    }

    @Test
    void aBatchHasItsBound() throws Exception {
        add(300);
        assertEquals(200, queue.take().size());
        queue.done();
        assertEquals(100, queue.take().size());
    }

    @Test
    void fewWaitForTheOneThatIsBusy() throws Exception {
        add(1);
        queue.take();
        CompletableFuture<List<Arrival>> second = taken();
        add(Unverified.WORTH_HELP - 1);
        Thread.sleep(50);
        assertFalse(second.isDone());
        queue.done();
        assertEquals(Unverified.WORTH_HELP - 1, second.get(10, TimeUnit.SECONDS).size());
    }

    @Test
    void manyAreTakenByAnother() throws Exception {
        add(1);
        queue.take();
        CompletableFuture<List<Arrival>> second = taken();
        add(Unverified.WORTH_HELP);
        assertEquals(Unverified.WORTH_HELP, second.get(10, TimeUnit.SECONDS).size());
    }

    @Test
    void atTheEndWhatWaitsIsTakenAndThenNothing() throws Exception {
        add(3);
        queue.take();
        add(2);
        queue.close();
        assertEquals(2, queue.take().size());
        assertEquals(0, queue.take().size());
    }

    @Test
    void whoeverWaitsHearsOfTheEnd() throws Exception {
        CompletableFuture<List<Arrival>> waiting = taken();
        queue.close();
        assertEquals(0, waiting.get(10, TimeUnit.SECONDS).size());
    }
}
