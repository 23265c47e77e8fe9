// SPDX-License-Identifier: MIT
package org.throng.mail;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;
import org.throng.event.RelayUrl;
import org.throng.identity.Identity;

/** The relays of identities that name none of their own. */
@ProviderType
public interface StandardRelays {
    /** In the order of the settings. */
    List<RelayUrl> list();

    /** Whether it is the relay of this very node, whose address may be another after the next start. */
    default boolean isOwn(RelayUrl relay) {
        return false;
    }

    /** The relays of an identity. */
    default List<RelayUrl> of(Identity identity) {
        return identity.relays().isEmpty() ? list() : identity.relays();
    }
}
