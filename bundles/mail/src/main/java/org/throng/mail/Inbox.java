// SPDX-License-Identifier: MIT
package org.throng.mail;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import org.throng.curve.PublicKey;
import org.throng.event.EventId;
import org.throng.event.RelayUrl;

/**
 * Follows the headers of my crowds and stores what is mine.
 *
 * <p><b>Promises.</b> A message that a relay gave is stored once, whatever is replayed or comes out of order, and
 * whatever happens to this process. A relay that cannot be reached is tried again by itself. What contacts send in sessions
 * is found by look-up, as it arrives; all other headers wait for the scan, which goes on where it was after any end.
 *
 * <p><b>Threads.</b> Any.
 */
@ProviderType
public interface Inbox {
    /** How each relay stands that is followed. */
    List<RelayState> relays();

    /**
     * Stops the scan after what is at work, or lets it go on; it stays so over restarts. Look-up, and all that follows from it,
     * goes on.
     */
    void pauseScan(boolean stop) throws MailException, IOException;

    /**
     * Asks every relay for its headers once more, looks them up and scans them with the keys of now, as after a restore. The
     * relays see that somebody does so.
     *
     * @param since UNIX seconds; at most thirty days back, whatever is said
     */
    void scanAgain(long since) throws MailException, IOException;

    /** Fetches the chunks of a file that are not here yet; returns at once, the letter's attachment shows the progress. */
    void fetchFile(EventId letter) throws MailException, IOException;

    /** The largest distance between a relay's clock and ours that was seen of late; what to say where it is too large. */
    Optional<ClockWarning> clock();

    /**
     * One relay.
     *
     * @param state connecting, reading (what came while it was not followed is being looked up, and so is what comes),
     *     following, unreachable, unusable
     * @param detail why, or since when
     * @param unverified whether what it shows was not compared with a feed that is signed and only grew: a plain relay, or one
     *     whose feed is wrong, could not be read or was not read to its end yet
     * @param left no identity names it any longer; it is read for a while, for senders that do not know yet
     */
    record RelayState(
            RelayUrl url,
            String state,
            String detail,
            boolean unverified,
            boolean left,
            List<PublicKey> identities,
            Scanning scanning) {
        public RelayState {
            identities = List.copyOf(identities);
        }
    }

    /**
     * How far the headers of a relay are scanned, since the last time that nothing was left to scan.
     *
     * @param scanned headers
     * @param total headers to scan in all
     * @param estimated whether the total is a guess, for older headers are still to be read
     * @param secondsLeft at the present pace; -1 where nothing can be said
     */
    record Scanning(long scanned, long total, boolean estimated, boolean paused, long secondsLeft) {
        /** Whether something is left. */
        public boolean isUnderWay() {
            return estimated || scanned < total;
        }
    }

    /** @param aheadSeconds the relays' clocks less ours */
    record ClockWarning(long aheadSeconds, String message) {}
}
