// SPDX-License-Identifier: MIT
package org.throng.mailbox;

import java.util.List;
import java.util.Optional;
import org.throng.curve.PublicKey;
import org.throng.event.EventId;

/**
 * One message as its owner sees it.
 *
 * @param cursor order of arrival in this mailbox, from 1 on; 0 before it was stored
 * @param id names the letter here for ever; the rumor's id but for files that I send
 * @param rumor the rumor's id, empty for a file of mine whose chunks are not all posted
 * @param owner which of my identities
 * @param peer who wrote it, or to whom I wrote
 * @param outgoing whether I wrote it
 * @param kind of the rumor: 14 text, 15 file, 7 reaction
 * @param text of the rumor; of a file's letter empty
 * @param tags of the rumor
 * @param createdAt UNIX seconds, as the writer says
 * @param storedAt UNIX seconds, by this node's clock
 * @param scheme name of the scheme that it came or left by, empty before it leaves
 * @param detail what the state means in plain words: how many relays, the reason of a failure and what to do
 */
public record Letter(
        long cursor,
        EventId id,
        Optional<EventId> rumor,
        PublicKey owner,
        PublicKey peer,
        boolean outgoing,
        int kind,
        String text,
        List<List<String>> tags,
        long createdAt,
        long storedAt,
        String scheme,
        State state,
        String detail,
        Optional<Attachment> file) {

    public Letter {
        tags = tags.stream().map(List::copyOf).toList();
    }

    /** Where a letter stands. */
    public enum State {
        /** Mine, on the disk, not yet on any relay. */
        QUEUED,
        /** Mine; at least one relay has all of it. */
        POSTED,
        /** Mine; the contact's node has it. */
        ACKNOWLEDGED,
        /** Mine; it will not be tried again by itself, and the detail says why. */
        FAILED,
        /** Somebody else's, opened and stored. */
        RECEIVED
    }

    /**
     * A file that belongs to a letter.
     *
     * @param name as the sender calls it, possibly empty; never a path
     * @param size bytes
     * @param chunks how many bodies it takes
     * @param done how many of them are here (incoming) or posted (outgoing)
     */
    public record Attachment(String name, String mime, long size, int chunks, int done) {
        /** Whether every chunk is where it should be. */
        public boolean isWhole() {
            return done >= chunks;
        }
    }

    /** This letter in another state. */
    public Letter with(State next, String why) {
        return new Letter(
                cursor, id, rumor, owner, peer, outgoing, kind, text, tags, createdAt, storedAt, scheme, next, why,
                file);
    }

    /** This letter with its place in the mailbox. */
    public Letter at(long place) {
        return new Letter(
                place, id, rumor, owner, peer, outgoing, kind, text, tags, createdAt, storedAt, scheme, state, detail,
                file);
    }

    /** This letter, sealed by a scheme. */
    public Letter by(String name) {
        return new Letter(
                cursor, id, rumor, owner, peer, outgoing, kind, text, tags, createdAt, storedAt, name, state, detail,
                file);
    }

    /** This letter with another state of its file. */
    public Letter with(Attachment attachment) {
        return new Letter(
                cursor,
                id,
                rumor,
                owner,
                peer,
                outgoing,
                kind,
                text,
                tags,
                createdAt,
                storedAt,
                scheme,
                state,
                detail,
                Optional.of(attachment));
    }

    /** This letter with another text. */
    public Letter withText(String words) {
        return new Letter(
                cursor, id, rumor, owner, peer, outgoing, kind, words, tags, createdAt, storedAt, scheme, state, detail,
                file);
    }

    /** This letter with the rumor that its file's chunks made possible. */
    public Letter withRumor(EventId rumorId) {
        return new Letter(
                cursor,
                id,
                Optional.of(rumorId),
                owner,
                peer,
                outgoing,
                kind,
                text,
                tags,
                createdAt,
                storedAt,
                scheme,
                state,
                detail,
                file);
    }

    /** Says nothing of who and what. */
    @Override
    public String toString() {
        return "Letter[" + cursor + ", " + state + "]";
    }
}
