// SPDX-License-Identifier: MIT
package org.throng.relay.events;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * The host by which others mean this relay: that of the public address in the settings, and without one only this machine itself.
 *
 * @param host lower case
 */
record OurName(Optional<String> host) {
    /** Whether an address of a relay is ours. */
    boolean isIn(String url) {
        String named;
        try {
            named = new URI(url).getHost();
        } catch (URISyntaxException e) {
            return false;
        }
        if (named == null) {
            return false;
        }
        String lower = named.toLowerCase(Locale.ROOT);
        return host.map(lower::equals)
                .orElse(lower.equals("localhost") || lower.matches("127(\\.[0-9]{1,3}){3}") || lower.equals("[::1]"));
    }
}
