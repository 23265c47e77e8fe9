// SPDX-License-Identifier: MIT
package org.throng.mail.outbox;

import java.io.IOException;

/**
 * Words may go by no scheme weaker than pq, and the contact's profile has no key for it. Nobody has failed; the profile is
 * looked for at growing distances, since each look asks relays.
 */
final class KeylessException extends IOException {
    private static final long serialVersionUID = 1;

    KeylessException(String message) {
        super(message);
    }
}
