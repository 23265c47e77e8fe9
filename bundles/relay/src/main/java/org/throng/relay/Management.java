// SPDX-License-Identifier: MIT
package org.throng.relay;

import java.net.URI;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Answers the calls of NIP-86 that come to a relay's own address, and knows what they changed about its looks.
 *
 * <p><b>Threads.</b> Any, several at once. A call may wait for the disk.
 */
@ConsumerType
public interface Management {
    /** The content type of a call. */
    String CONTENT_TYPE = "application/nostr+json+rpc";

    /** Bytes of a call's body at most. */
    int MAX_BODY = 64 << 10;

    /** Whether there is anybody whose calls are answered with more than 401. */
    boolean isOpen();

    /** Answers a call. Never throws for what is in it. */
    Answer answer(Call call);

    /** What calls changed; each empty where none did. */
    Looks looks();

    /**
     * A call as it came.
     *
     * @param authorization the header of NIP-98; empty where there is none
     * @param address of the relay, as clients write it: {@code ws} or {@code wss}, a host, perhaps a port and a path. Empty where
     *     nobody knows which name is the relay's: then no call can be meant for it
     * @param body as it came
     */
    record Call(Optional<String> authorization, Optional<URI> address, byte[] body) {}

    /**
     * An answer.
     *
     * @param status 200, or 401 where the caller may not
     * @param json the body
     */
    record Answer(int status, String json) {}

    /**
     * How a relay presents itself (NIP-11).
     *
     * @param icon an address of a picture
     */
    record Looks(Optional<String> name, Optional<String> description, Optional<String> icon) {
        /** As the settings say. */
        public static final Looks UNCHANGED = new Looks(Optional.empty(), Optional.empty(), Optional.empty());
    }
}
