// SPDX-License-Identifier: MIT
package org.throng.http.undertow;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.xnio.XnioExecutor;

/** Work for an I/O thread. While the server stops there is none any more, and nothing left to do on it. */
final class Io {
    private Io() {}

    static void run(XnioExecutor thread, Runnable work) {
        try {
            thread.execute(work);
        } catch (RejectedExecutionException e) {
            // the thread ends, and closes all that it serves
        }
    }

    static void runAfter(XnioExecutor thread, Runnable work, long millis) {
        try {
            thread.executeAfter(work, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // the thread ends, and closes all that it serves
        }
    }
}
