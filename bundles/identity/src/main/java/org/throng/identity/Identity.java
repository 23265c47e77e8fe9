// SPDX-License-Identifier: MIT
package org.throng.identity;

import java.util.List;
import org.throng.curve.PublicKey;
import org.throng.event.RelayUrl;

/**
 * One of my names: what may be known of it while the vault is locked.
 *
 * @param label mine alone, never published; 1 to 64 characters
 * @param createdAt UNIX seconds
 * @param relays in the order of the profile: only appended to or blanked, see docs/protocol.md, section 3
 */
public record Identity(PublicKey npub, String label, long createdAt, List<RelayUrl> relays) {
    public Identity {
        relays = List.copyOf(relays);
    }
}
