// SPDX-License-Identifier: MIT
package org.throng.mail.outbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.throng.curve.PublicKey;
import org.throng.event.EventId;
import org.throng.mail.Conversations;
import org.throng.mail.CopyKey;
import org.throng.mail.OtherNode;
import org.throng.mailbox.Changes;
import org.throng.mailbox.Drawer;
import org.throng.mailbox.Letter;
import org.throng.mailbox.Mailbox;
import org.throng.parcel.rumor.Rumor;

/**
 * What I send goes to my own npub once more, as an ordinary message with the same rumor, so that my other nodes show it
 * (docs/protocol.md, section 6). A copy has a delivery of its own: it neither holds the letter back nor says anything of it.
 *
 * <p>Threads: any.
 */
final class Copies {
    /** Until the copy leaves: it is not to leave together with the message. */
    private static final int DELAY_MILLIS = 20_000;

    private final String wish;
    private final Supplier<Optional<Conversations>> conversations;
    private final RandomGenerator random;
    private final Clock clock;

    /** @param wish {@code always}, {@code never}, or else while another node of the identity was heard of */
    Copies(String wish, Supplier<Optional<Conversations>> conversations, RandomGenerator random, Clock clock) {
        this.wish = wish;
        this.conversations = conversations;
        this.random = random;
        this.clock = clock;
    }

    /** Adds what is to be written together with the letter, or with the rumor that its file got. */
    void add(Mailbox open, Changes changes, Letter letter, Rumor rumor) throws IOException {
        PublicKey owner = letter.owner();
        if (letter.peer().equals(owner) || !isWanted(open, owner)) {
            return;
        }
        put(changes, owner, letter.id(), rumor, clock.millis() + random.nextInt(DELAY_MILLIS));
    }

    private boolean isWanted(Mailbox open, PublicKey owner) throws IOException {
        if (wish.equals("always") || wish.equals("never")) {
            return wish.equals("always");
        }
        Optional<Conversations> kept = conversations.get();
        if (kept.isPresent() && !kept.get().lines(owner, owner).isEmpty()) {
            return true;
        }
        OptionalLong heardOf = OtherNode.heardOf(open, owner);
        return heardOf.isPresent() && clock.instant().getEpochSecond() - heardOf.getAsLong() < OtherNode.GONE_AFTER;
    }

    private static void put(Changes changes, PublicKey owner, EventId letter, Rumor rumor, long at) {
        Delivery copy = Delivery.copy(owner, letter, new String(rumor.json(), StandardCharsets.UTF_8), at);
        changes.put(Drawer.DELIVERY, copy.key(), copy.bytes())
                .put(Drawer.NOTE, CopyKey.of(owner, copy.letter()), letter.bytes());
    }

    /** What carried a copy is gone: it goes once more. */
    void again(Mailbox open, PublicKey owner, EventId copy) throws IOException {
        Optional<byte[]> note = open.note(Drawer.NOTE, CopyKey.of(owner, copy));
        if (note.isEmpty()) {
            return;
        }
        Optional<Letter> letter = open.find(owner, EventId.of(note.get()));
        Changes changes = new Changes();
        if (letter.isEmpty() || letter.get().file().isPresent()) {
            changes.remove(Drawer.NOTE, CopyKey.of(owner, copy));
        } else {
            Letter sent = letter.get();
            Rumor rumor = new Rumor(owner, sent.createdAt(), sent.kind(), sent.tags(), sent.text());
            put(changes, owner, sent.id(), rumor, clock.millis());
        }
        open.write(changes);
    }

    /**
     * After an attempt.
     *
     * @param inSession whether a node will acknowledge it; where it went outside sessions there is nothing to wait for
     */
    static void settle(Changes changes, Delivery next, boolean over, boolean inSession) {
        if (!over) {
            changes.put(Drawer.DELIVERY, next.key(), next.bytes());
            return;
        }
        changes.remove(Drawer.DELIVERY, next.key());
        if (!inSession) {
            changes.remove(Drawer.NOTE, CopyKey.of(next.owner(), next.letter()));
        }
    }
}
