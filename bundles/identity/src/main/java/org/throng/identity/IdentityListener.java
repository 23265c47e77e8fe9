// SPDX-License-Identifier: MIT
package org.throng.identity;

import org.osgi.annotation.versioning.ConsumerType;

/** Is told of changes; register it as a service. */
@ConsumerType
public interface IdentityListener {
    /** The vault was opened. */
    default void unlocked() {}

    /** The vault was locked: forget everything that came from it. Called before {@link Identities#lock} returns. */
    default void locked() {}

    /** An identity or contact was added, changed or removed. */
    default void changed() {}
}
