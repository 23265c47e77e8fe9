// SPDX-License-Identifier: MIT
package org.throng.mail.outbox;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings {@code org.throng.mail.outbox}. */
@ObjectClassDefinition(name = "Mail, going out", description = "Which scheme words take")
public @interface OutboxSettings {
    /** The PID. */
    String PID = "org.throng.mail.outbox";

    @AttributeDefinition(
            description =
                    "Name of a scheme, as of a plugin, to use outside sessions with everybody whose profile names it."
                            + " Empty: pq where the recipient has a KEM key, else direct")
    String scheme() default "";

    @AttributeDefinition(
            description =
                    "Whether what is sent goes to your own npub once more, so that your other nodes show it: always, never, or"
                            + " auto, while another node of the same key was heard of")
    String copies() default "auto";
}
