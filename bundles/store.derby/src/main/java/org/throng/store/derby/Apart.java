// SPDX-License-Identifier: MIT
package org.throng.store.derby;

import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Work on a stack of its own. With a connection Derby keeps an error that it made while it prepared the first statement,
 * and an error keeps the classes of all that was on the stack: a connection that outlives the bundle which happened to
 * need it first would keep that bundle's classes.
 */
final class Apart {
    private Apart() {}

    /** What is done apart. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws SQLException;
    }

    /** Does it and waits for the end; an interrupt waits too. */
    static <T> T from(Work<T> work) throws SQLException {
        FutureTask<T> task = new FutureTask<>(work::run);
        Thread thread = new Thread(task, "throng-store-connect");
        thread.setDaemon(true);
        thread.start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof SQLException failure) {
                        throw failure;
                    }
                    throw new SQLException("no connection to the store", e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
