// SPDX-License-Identifier: MIT
/**
 * Listeners by Undertow: one server a configured port.
 *
 * <p>The journey of a request: {@link org.throng.http.undertow.Admission} counts its connection,
 * {@link org.throng.http.undertow.Router} finds the endpoint and hands both to a worker thread, where the endpoint
 * answers through a {@link org.throng.http.undertow.WireResponse} or talks through a
 * {@link org.throng.http.undertow.WireSocket}. All that touches the wire happens on the connection's I/O thread.
 */
package org.throng.http.undertow;
