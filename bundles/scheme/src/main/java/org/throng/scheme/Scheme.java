// SPDX-License-Identifier: MIT
package org.throng.scheme;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;
import org.throng.event.Event;
import org.throng.parcel.Label;
import org.throng.parcel.Slot;

/**
 * A way to seal for a recipient, to recognise one's own headers, and to open bodies.
 *
 * <p><b>Promises.</b> What was sealed for a reader is recognised and opened by that reader and by nobody else. "Not
 * mine" and "not right" are answers, never exceptions, and change nothing. The same message sealed twice has nothing in
 * common on the wire.
 *
 * <p><b>Observers.</b> No call touches the network. Header and body are as any other scheme's.
 *
 * <p><b>Threads.</b> Any, at once.
 */
@ConsumerType
public interface Scheme {
    /** The scheme id of docs/protocol.md, section 4: 1 direct, 2 tagged, 3 pq, 4 channel. */
    int number();

    /** The name in the command line and in a message's {@code scheme}, such as {@code direct}. */
    String name();

    /** How this scheme's headers are found: of several schemes with one way, one does the finding for all of them. */
    default Recognition recognition() {
        return Recognition.AGREEMENT;
    }

    /** How a reader's own headers are told from all others. */
    enum Recognition {
        /** By a key agreement with the disposable key of every header, whatever scheme of this kind it names. */
        AGREEMENT,
        /** By looking its tag up among {@link Reader#expected}. */
        LOOKUP
    }

    /**
     * Seals one small body and signs its event with a fresh disposable key.
     *
     * @throws IllegalArgumentException where the parts of the letter do not fit in one body, or the recipient lacks what this
     *     scheme needs: {@link Recipient#kem} or {@link Recipient#once}
     */
    SealedBody seal(Sender sender, Recipient recipient, Contents contents, Slot slot, Label label);

    /**
     * Signs a header event that leads the recipient to a sealed body, with its own disposable key. One call for each
     * relay; two headers of one body have nothing in common. Where {@link #recognition} is by look-up, body and header are
     * sealed with one {@link Recipient#once}, and each relay gets a body of its own.
     *
     * @param relayIndex 0 = the body lies on the relay where the header is met, i = on the i-th relay of the recipient's
     *     profile
     */
    Event address(Sender sender, Recipient recipient, SealedBody body, Slot slot, Label label, int relayIndex);

    /**
     * The few headers among many that are for one of the readers; of a scheme with {@link Recognition#LOOKUP} also those
     * that are {@linkplain Match#isVoid void}. Work for all headers and readers at once; what it
     * takes does not depend on whose they are, matches apart.
     */
    List<Match> recognise(List<Sighting> sightings, List<Reader> readers);

    /** Whether this scheme opens the bodies of such a match. */
    default boolean opens(Match match) {
        return !match.isVoid() && match.plain().scheme() == number();
    }

    /**
     * Opens the content of a body event; empty where anything about it is not right.
     *
     * @param content the binary content, 2,048 or 4,096 bytes
     */
    Optional<Opened> open(Match match, byte[] content);
}
