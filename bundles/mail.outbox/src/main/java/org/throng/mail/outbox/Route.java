// SPDX-License-Identifier: MIT
package org.throng.mail.outbox;

import java.util.List;
import org.throng.event.RelayUrl;
import org.throng.scheme.Recipient;

/**
 * Where a letter goes.
 *
 * @param relays in the order of preference, at least one
 * @param note what the sender must know of this choice; empty where the recipient's own profile was found
 */
record Route(Recipient recipient, List<RelayUrl> relays, String note) {}
