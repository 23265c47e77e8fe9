// SPDX-License-Identifier: MIT
package org.throng.transport.nostr;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.throng.curve.Curve;
import org.throng.curve.PublicKey;
import org.throng.event.Event;
import org.throng.event.MalformedException;
import org.throng.parcel.BodyEvent;
import org.throng.parcel.HeaderEvent;
import org.throng.parcel.Label;

/** Lets through what a relay may say: right id, right signature, and the form that was asked for. */
final class Checked {
    static final int WRAP = 1059;

    private Checked() {}

    /** The header events of a crowd among these. */
    static List<Event> headers(Curve curve, List<Event> events, Label label) {
        return signed(curve, events, event -> isHeaderOf(event, label));
    }

    /** The wraps for a reader among these. */
    static List<Event> wraps(Curve curve, List<Event> events, PublicKey reader) {
        return signed(
                curve,
                events,
                event -> event.kind() == WRAP
                        && event.tags().stream()
                                .anyMatch(tag -> tag.size() > 1
                                        && tag.get(0).equals("p")
                                        && tag.get(1).equals(reader.hex())));
    }

    /** Signatures in one batch. */
    private static List<Event> signed(Curve curve, List<Event> events, Predicate<Event> wanted) {
        List<Event> formed = new ArrayList<>();
        List<Curve.Claim> claims = new ArrayList<>();
        for (Event event : events) {
            if (event.hasRightId() && wanted.test(event)) {
                formed.add(event);
                claims.add(new Curve.Claim(event.pubkey(), event.id().bytes(), event.signature()));
            }
        }
        boolean[] verdicts = curve.verifyAll(claims);
        List<Event> right = new ArrayList<>();
        for (int i = 0; i < verdicts.length; i++) {
            if (verdicts[i]) {
                right.add(formed.get(i));
            }
        }
        return right;
    }

    private static boolean isHeaderOf(Event event, Label label) {
        try {
            return HeaderEvent.read(event).label().equals(label);
        } catch (MalformedException e) {
            return false; // dropped without a word, as the protocol wants it
        }
    }

    static boolean body(Curve curve, Event event) {
        try {
            BodyEvent.read(event);
        } catch (MalformedException e) {
            return false; // dropped without a word, as the protocol wants it
        }
        return any(curve, event);
    }

    static boolean any(Curve curve, Event event) {
        return event.hasRightId() && event.isSigned(curve);
    }
}
