// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.util.Optional;
import org.throng.curve.PublicKey;
import org.throng.event.Event;

/**
 * What a newer version of an event replaces: the kind and author, for kinds 30,000 to 39,999 also the value of the first
 * d tag, where a missing one is empty (NIP-01).
 */
record Address(int kind, PublicKey author, String d) {

    /** The address of an event; empty for kinds that are never replaced. */
    static Optional<Address> of(Event event) {
        if (isReplaceable(event.kind())) {
            return Optional.of(new Address(event.kind(), event.pubkey(), ""));
        }
        if (isAddressable(event.kind())) {
            return Optional.of(
                    new Address(event.kind(), event.pubkey(), event.tag("d").orElse("")));
        }
        return Optional.empty();
    }

    /** Reads {@code kind:pubkey:d}, the value of an a tag; empty for anything that can be no address. */
    static Optional<Address> read(String text) {
        String[] parts = text.split(":", 3);
        if (parts.length < 3 || !parts[0].matches("0|[1-9][0-9]{0,4}") || !parts[1].matches("[0-9a-f]{64}")) {
            return Optional.empty();
        }
        int kind = Integer.parseInt(parts[0]);
        if (isReplaceable(kind)) {
            return Optional.of(new Address(kind, PublicKey.ofHex(parts[1]), ""));
        }
        return isAddressable(kind)
                ? Optional.of(new Address(kind, PublicKey.ofHex(parts[1]), parts[2]))
                : Optional.empty();
    }

    static boolean isReplaceable(int kind) {
        return kind == 0 || kind == 3 || kind >= 10_000 && kind < 20_000;
    }

    static boolean isAddressable(int kind) {
        return kind >= 30_000 && kind < 40_000;
    }

    static boolean isEphemeral(int kind) {
        return kind >= 20_000 && kind < 30_000;
    }
}
