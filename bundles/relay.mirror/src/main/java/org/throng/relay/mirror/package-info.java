// SPDX-License-Identifier: MIT
/**
 * Keeps this process's relay and others alike.
 *
 * <p>{@link org.throng.relay.mirror.Sync} compares: span of time by span of time, the newest first, each by NIP-77
 * ({@code Comparing}) or, where the other relay does not speak it, by asking for everything ({@code Paging}). What lacks here is
 * fetched by id, what lacks there is posted. {@code Mirror} does so at each connection, and then follows.
 */
package org.throng.relay.mirror;
