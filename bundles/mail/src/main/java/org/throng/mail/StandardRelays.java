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

    /** Whether wraps of NIP-17 are received, which shows each relay which key is read for from this address. */
    default boolean readsWraps() {
        return false;
    }

    /** Is told after each change, on the thread that made it, until the result is closed. Must not block. */
    default AutoCloseable listen(Runnable changed) {
        return () -> {};
    }

    /** The relays of an identity. A disposable one has none but its own: all of them, in their order, would be a mark. */
    default List<RelayUrl> of(Identity identity) {
        return identity.relays().isEmpty() && !identity.isDisposable() ? list() : identity.relays();
    }
}
