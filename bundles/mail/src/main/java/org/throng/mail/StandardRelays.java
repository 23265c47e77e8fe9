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

    /** The relays of an identity. */
    default List<RelayUrl> of(Identity identity) {
        return identity.relays().isEmpty() ? list() : identity.relays();
    }
}
