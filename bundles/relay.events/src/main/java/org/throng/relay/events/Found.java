// SPDX-License-Identifier: MIT
package org.throng.relay.events;

/** A stored event that answers a query: where it stands in the order, and its JSON. */
record Found(byte[] place, byte[] json) {
    /** Nothing yet: a query's turn is over before it came to an answer. */
    static final Found NOT_YET = new Found(new byte[0], new byte[0]);

    /** @param found may be nothing */
    static boolean isNotYet(Found found) {
        return found != null && found.place.length == 0;
    }
}
