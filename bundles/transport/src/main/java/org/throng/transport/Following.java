// SPDX-License-Identifier: MIT
package org.throng.transport;

/** A live subscription. */
public interface Following extends AutoCloseable {
    /** Ends it; the follower hears nothing more. */
    @Override
    void close();
}
