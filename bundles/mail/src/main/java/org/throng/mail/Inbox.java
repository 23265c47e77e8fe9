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
 * whatever happens to this process. A relay that cannot be reached is tried again by itself.
 *
 * <p><b>Threads.</b> Any.
 */
@ProviderType
public interface Inbox {
    /** How each relay stands that is followed. */
    List<RelayState> relays();

    /** Fetches the chunks of a file that are not here yet; returns at once, the letter's attachment shows the progress. */
    void fetchFile(EventId letter) throws MailException, IOException;

    /** The largest distance between a relay's clock and ours that was seen of late; what to say where it is too large. */
    Optional<ClockWarning> clock();

    /**
     * One relay.
     *
     * @param state connecting, following, unreachable, unusable
     * @param detail why, or since when
     * @param unverified a plain relay without Throng's feed
     * @param left no identity names it any longer; it is read for a while, for senders that do not know yet
     */
    record RelayState(
            RelayUrl url, String state, String detail, boolean unverified, boolean left, List<PublicKey> identities) {
        public RelayState {
            identities = List.copyOf(identities);
        }
    }

    /** @param aheadSeconds the relays' clocks less ours */
    record ClockWarning(long aheadSeconds, String message) {}
}
