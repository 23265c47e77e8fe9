// SPDX-License-Identifier: MIT
package org.throng.mail.inbox;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings {@code org.throng.mail}. */
@ObjectClassDefinition(name = "Mail", description = "Where mail goes and comes from")
public @interface MailSettings {
    /** The PID. */
    String PID = "org.throng.mail";

    @AttributeDefinition(
            description = "Relays of identities that name none of their own, separated by commas; 'own' is this node's"
                    + " relay. Two or three are a good number: each learns less, and one may fail")
    String[] relays() default {};

    @AttributeDefinition(
            min = "0",
            max = "60000",
            description = "Mean time in ms between two chunks of a file of more than four, at random: a relay that sees"
                    + " them in a burst knows that somebody fetches a file")
    int file_pace_millis() default 40;

    @AttributeDefinition(
            description = "Whether messages of people without Throng (NIP-17, gift wraps) are received. Off by default:"
                    + " each relay then sees for which npub this address reads")
    boolean nip17_receive() default false;

    @AttributeDefinition(
            min = "1",
            max = "86400",
            description =
                    "The profile of a disposable identity is published at a random moment within so many seconds, so"
                            + " that no relay sees it come together with another one of this node")
    int disposable_delay_seconds() default 900;
}
