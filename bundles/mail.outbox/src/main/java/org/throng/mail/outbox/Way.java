// SPDX-License-Identifier: MIT
package org.throng.mail.outbox;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.throng.event.RelayUrl;
import org.throng.identity.IdentityException;
import org.throng.mail.AckDuty;
import org.throng.parcel.Tlv;
import org.throng.scheme.Scheme;
import org.throng.session.Ref;

/** A way by which bodies go to a contact: outside sessions, or on one of them. */
interface Way {
    /** The way outside sessions. */
    String OUTSIDE = "";

    /** The session's name, or {@link #OUTSIDE}. */
    String name();

    Scheme scheme();

    /** Whether its bodies begin a session, or answer one that was begun: a share record stands in them. */
    default boolean begins() {
        return false;
    }

    /**
     * Posts one body to relays, and waits for their answers.
     *
     * @param piece the words; empty for a body that carries only what rides along
     * @param ref what must not get lost with it; the place is set here
     * @throws IOException where this node stops meanwhile
     */
    Posted post(Optional<Tlv> piece, Optional<Ref> ref, List<RelayUrl> relays, List<AckDuty> due)
            throws IOException, IdentityException;

    /**
     * What came of it.
     *
     * @param acks that rode along
     */
    record Posted(Map<RelayUrl, Poster.Answer> answers, List<AckDuty> acks) {
        boolean isTaken() {
            return answers.values().stream().anyMatch(Poster.Answer::accepted);
        }
    }
}
