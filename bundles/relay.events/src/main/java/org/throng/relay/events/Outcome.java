// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import org.throng.policy.Source;

/**
 * What became of an event in the store.
 *
 * @param isNew whether it is there now and was not before: then it is shown to subscribers
 * @param accepted the third item of OK
 * @param text the fourth
 */
record Outcome(boolean isNew, boolean accepted, String text) {
    static final Outcome STORED = new Outcome(true, true, "");
    static final Outcome DUPLICATE = new Outcome(false, true, "duplicate: already have this event");

    /** As if it were stored; a policy wants it so. */
    static final Outcome SHADOWED = new Outcome(false, true, "");

    /** The operator, who reads events in or mirrors, is told what a client is not. */
    static Outcome shadowed(Source source) {
        return source.channel() != Source.Channel.CLIENT
                ? refused("blocked: a policy keeps it out; a client would be told that it is stored")
                : SHADOWED;
    }

    static Outcome refused(String text) {
        return new Outcome(false, false, text);
    }
}
