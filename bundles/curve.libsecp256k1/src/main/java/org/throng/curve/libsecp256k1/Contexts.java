// SPDX-License-Identifier: MIT
package org.throng.curve.libsecp256k1;

import fr.acinq.secp256k1.Secp256k1CFunctions;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Contexts of the library, each lent to one call at a time: a call writes into its context, and a context must not go while it
 * is used.
 *
 * <p>After {@link #close} a late caller is still served, with a context that goes with the call.
 *
 * <p>Threads: any.
 */
final class Contexts implements AutoCloseable {
    private static final int FOR_ALL =
            Secp256k1CFunctions.SECP256K1_CONTEXT_SIGN | Secp256k1CFunctions.SECP256K1_CONTEXT_VERIFY;

    private final Deque<Long> free = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    /** What is done with a context; it keeps none. */
    interface Call<R> {
        R on(long context);
    }

    <R> R call(Call<R> call) {
        Long lent = free.poll();
        long context = lent == null ? Secp256k1CFunctions.secp256k1_context_create(FOR_ALL) : lent;
        try {
            return call.on(context);
        } finally {
            free.push(context);
            if (closed) {
                close();
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        for (Long context = free.poll(); context != null; context = free.poll()) {
            Secp256k1CFunctions.secp256k1_context_destroy(context);
        }
    }
}
