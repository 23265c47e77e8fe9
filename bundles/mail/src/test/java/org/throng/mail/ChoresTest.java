// SPDX-License-Identifier: MIT
package org.throng.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.throng.mailbox.Mailbox;

class ChoresTest {
    private Chores chores;

    @AfterEach
    void stop() throws InterruptedException {
        chores.close();
    }

    @Test
    void workOfOneKeyIsDoneOnOneThreadAtATime() throws Exception {
        AtomicInteger atWork = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(3);
        chores = new Chores("test", 4, open -> {
            for (int i = 0; i < 4; i++) {
                chores.submit(open, "same", () -> {
                    most.accumulateAndGet(atWork.incrementAndGet(), Math::max);
                    done.countDown();
                    atWork.decrementAndGet();
                    chores.wake();
                });
            }
        });
        begin();
        assertTrue(done.await(20, TimeUnit.SECONDS), "only " + (3 - done.getCount()) + " were done");
        assertEquals(1, most.get());
    }

    @Test
    void whatFailsIsTriedAgain() throws Exception {
        CountDownLatch tries = new CountDownLatch(3);
        chores = new Chores(
                "test",
                1,
                open -> chores.submit(open, "key", () -> {
                    tries.countDown();
                    chores.wake();
                    if (tries.getCount() == 2) {
                        throw new IllegalStateException("one");
                    }
                    throw new IOException("another");
                }));
        begin();
        assertTrue(tries.await(20, TimeUnit.SECONDS));
    }

    @Test
    void lookThatFailsIsNotTheLast() throws Exception {
        CountDownLatch looks = new CountDownLatch(3);
        chores = new Chores("test", 1, open -> {
            looks.countDown();
            chores.wake();
            throw new IOException("the disk");
        });
        begin();
        assertTrue(looks.await(20, TimeUnit.SECONDS));
    }

    @Test
    void workInAMailboxThatClosesIsInterruptedAndNoneBegins() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        AtomicInteger second = new AtomicInteger();
        chores = new Chores("test", 1, open -> {
            chores.submit(open, "first", () -> {
                begun.countDown();
                try {
                    new CountDownLatch(1).await();
                } finally {
                    interrupted.countDown();
                }
            });
            chores.submit(open, "second", second::incrementAndGet);
        });
        Mailbox mailbox = begin();
        assertTrue(begun.await(20, TimeUnit.SECONDS));
        chores.close(mailbox);
        assertTrue(interrupted.await(20, TimeUnit.SECONDS));
        chores.close();
        assertEquals(0, second.get());
    }

    private Mailbox begin() {
        Mailbox mailbox = (Mailbox) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Mailbox.class}, (proxy, method, words) -> {
                    throw new AssertionError("nobody calls " + method);
                });
        chores.start();
        chores.open(mailbox);
        return mailbox;
    }
}
