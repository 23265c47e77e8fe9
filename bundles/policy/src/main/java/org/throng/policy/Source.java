// SPDX-License-Identifier: MIT
package org.throng.policy;

import java.net.InetAddress;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import org.throng.curve.PublicKey;

/** Where events come from: one for each connection, the same as long as it is open; each equals itself alone. */
public final class Source {
    private final Channel channel;
    private final Optional<InetAddress> address;
    private final Set<PublicKey> keys;

    /** The ways to a relay. */
    public enum Channel {
        /** A client's connection. */
        CLIENT,
        /** A file that the operator reads in. */
        IMPORT,
        /** Another relay, live. */
        STREAM,
        /** Another relay, compared with ours (NIP-77). */
        SYNC,
        /** The relay's own store: what is asked about is there already. */
        STORED
    }

    /**
     * @param address of the client, or what a trusted proxy says it is; empty where there is none
     * @param keys that the client has proven to hold (NIP-42); may grow while it is connected
     */
    public Source(Channel channel, Optional<InetAddress> address, Set<PublicKey> keys) {
        this.channel = channel;
        this.address = address;
        this.keys = Collections.unmodifiableSet(keys);
    }

    public Channel channel() {
        return channel;
    }

    /** For a decision, never for a log. */
    public Optional<InetAddress> address() {
        return address;
    }

    /** The keys that are proven now. */
    public Set<PublicKey> keys() {
        return keys;
    }

    /** Says nothing of the address and the keys, so that it may stand in a log. */
    @Override
    public String toString() {
        return "Source[" + channel + "]";
    }
}
