// SPDX-License-Identifier: MIT
package org.throng.identity;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import org.throng.curve.PublicKey;
import org.throng.event.RelayUrl;

/**
 * Asks domains what they say of a name (NIP-05).
 *
 * <p><b>Promises.</b> HTTPS only, no redirect is followed, the answer and the time are bounded. Nothing is remembered.
 *
 * <p><b>Observers.</b> The domain and the wire learn this machine's address and which name it asks for. So it is asked
 * when the user says so, never while a message is opened.
 *
 * <p><b>Threads.</b> Any; the call waits for the network.
 */
@ProviderType
public interface Domains {
    /**
     * What the domain says now.
     *
     * @throws IOException where it gave no answer, or none that is one; the message says what to look at
     */
    Said ask(Nip05 name) throws IOException;

    /**
     * An answer.
     *
     * @param npub empty where the domain does not know the name
     * @param relays on which the key may be found, at most 16; no promise
     */
    record Said(Optional<PublicKey> npub, List<RelayUrl> relays) {
        public Said {
            relays = List.copyOf(relays);
        }

        /** What that means for a contact whose key is known. */
        public Verdict about(PublicKey contact) {
            return npub.map(key -> key.equals(contact) ? Verdict.SAYS_SO : Verdict.ALARM)
                    .orElse(Verdict.SAYS_NOTHING);
        }
    }

    /** What a domain's answer means for a contact. */
    enum Verdict {
        /** The domain says that this key has this name. */
        SAYS_SO,
        /** The domain names another key: the person changed it, or somebody took the domain over. */
        ALARM,
        /** The domain does not know the name, any more or yet. */
        SAYS_NOTHING
    }
}
