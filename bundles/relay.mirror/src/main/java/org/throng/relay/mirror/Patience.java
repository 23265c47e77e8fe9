// SPDX-License-Identifier: MIT
package org.throng.relay.mirror;

import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.throng.relay.Mirrors.UnwillingException;

/** What to do when another relay says no: wait and ask again, longer each time, or give up. Not for several threads. */
final class Patience {
    private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
    private static final int TRIES = 6;

    private final Sleeper sleeper;
    private int tries;

    /** Waits. */
    @FunctionalInterface
    interface Sleeper {
        /** @throws IOException where there is nothing to wait for any more */
        void sleep(Duration time) throws IOException;
    }

    Patience(Sleeper sleeper) {
        this.sleeper = sleeper;
    }

    /** Whether these words mean that it may say yes later. */
    static boolean isForNow(String words) {
        return words.startsWith("rate-limited") || words.startsWith("error") || words.contains("try again");
    }

    /** @throws UnwillingException where the words mean that somebody without a key gets nothing */
    static void demandNothing(String words) throws UnwillingException {
        if (words.startsWith("auth-required")) {
            throw new UnwillingException(
                    "it wants to know who asks (NIP-42), which a mirror does not say: " + Dialogue.cut(words));
        }
    }

    /** Waits 1, 2, 4 … 32 seconds. @throws IOException where it has said no too often */
    void lose(String words) throws IOException {
        if (tries == TRIES) {
            throw new IOException("it refuses for more than a minute: " + Dialogue.cut(words));
        }
        LOG.debug("Another relay refuses for now: {}", Dialogue.cut(words));
        sleeper.sleep(Duration.ofSeconds(1L << tries));
        tries++;
    }

    /** It said yes. */
    void regain() {
        tries = 0;
    }
}
