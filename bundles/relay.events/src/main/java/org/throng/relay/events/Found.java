// SPDX-License-Identifier: MIT
package org.throng.relay.events;

/** A stored event that answers a query: where it stands in the order, and its JSON. */
record Found(byte[] place, byte[] json) {}
