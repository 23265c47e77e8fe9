// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.throng.event.RelayUrl;
import org.throng.identity.Identities;
import org.throng.identity.Identity;
import org.throng.identity.IdentityException;
import org.throng.mail.StandardRelays;

/**
 * Draws the relays of disposable identities for which nobody named any, among those of the settings, once and for their
 * life. Two, in an order drawn too: the whole list in its order is as good as a name. Never the node's own relay: who looks
 * there knows whose it is.
 */
final class RelayDraw {
    private static final Logger LOG = LoggerFactory.getLogger(RelayDraw.class);
    private static final int MOST = 2;

    private final Identities identities;
    private final StandardRelays standard;
    private final RandomGenerator random;

    RelayDraw(Identities identities, StandardRelays standard, RandomGenerator random) {
        this.identities = identities;
        this.standard = standard;
        this.random = random;
    }

    /** For each that has none yet, where there is something to draw. */
    void draw() {
        for (Identity identity : identities.list()) {
            if (identity.isDisposable() && identity.relays().isEmpty()) {
                List<RelayUrl> drawn = some();
                try {
                    if (!drawn.isEmpty()) {
                        identities.update(identity.on(drawn));
                    }
                } catch (IdentityException e) {
                    LOG.warn("A disposable identity has no relays yet: {}", e.getMessage());
                }
            }
        }
    }

    private List<RelayUrl> some() {
        List<RelayUrl> left = new ArrayList<>(standard.list());
        left.removeIf(standard::isOwn);
        List<RelayUrl> drawn = new ArrayList<>();
        while (drawn.size() < MOST && !left.isEmpty()) {
            drawn.add(left.remove(random.nextInt(left.size())));
        }
        return drawn;
    }
}
