// SPDX-License-Identifier: MIT
package org.throng.mailbox;

/**
 * Where the outbox and the inbox keep what they must not forget; keys are text, values are theirs. What concerns one of my
 * identities has its 64 hex digits in the key: that is how it is found when the identity is wiped.
 */
public enum Drawer {
    /** Deliveries under way, by letter id. */
    DELIVERY(1),
    /** Headers that matched and whose body is not opened yet, by disposable key. */
    PENDING(2),
    /** Headers that are done with, by disposable key. */
    DONE(3),
    /** How far each relay's headers were read. */
    CURSOR(4),
    /** Parts of long messages that wait for the others. */
    PARTS(5),
    /** Acknowledgements that are due, by owner and contact. */
    ACKS(6),
    /** What is known of a peer: profile, reply relay. */
    PEER(7),
    /** Bytes of files, by letter id and chunk. */
    CHUNK(8),
    /** Everything else, by name. */
    NOTE(9),
    /** What is shared with a contact's nodes, by owner and contact; never in a backup. */
    SESSION(10),
    /** Letters that must be sent anew, by owner and id. */
    AGAIN(11),
    /** Secret halves of keys that others use for a while, by kind, owner and time. */
    KEY(12);

    private final byte number;

    Drawer(int number) {
        this.number = (byte) number;
    }

    /** The number in stored keys; never changed. */
    public byte number() {
        return number;
    }
}
